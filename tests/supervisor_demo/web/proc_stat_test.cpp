#include "supervisor_demo/proc_stat.hpp"

#include <catch2/catch.hpp>

#include <limits>

#include <unistd.h>

TEST_CASE("a process is read from proc with its parent, its time and its memory") {
    const auto self = supervisor::read_proc_stat(::getpid());
    REQUIRE(self);
    CHECK(self->parent == ::getppid());
    CHECK(self->pages > 0);
    CHECK(self->ticks >= 0);
    const auto parent = supervisor::read_proc_stat(::getppid());
    REQUIRE(parent);
    CHECK(parent->started <= self->started);
    CHECK(self->started > 0);
}

TEST_CASE("of a process that is not there nothing is read") {
    CHECK_FALSE(supervisor::read_proc_stat(std::numeric_limits<pid_t>::max()));
}
