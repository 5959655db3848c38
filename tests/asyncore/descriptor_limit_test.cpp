#include "asyncore/descriptor_limit.hpp"

#include <catch2/catch.hpp>

#include <sys/resource.h>

TEST_CASE("the soft limit of descriptors is raised to the hard one and told",
          "[descriptor_limit]") {
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
    const rlimit low{before.rlim_max < 256 ? before.rlim_max : 256, before.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &low) == 0);
    CHECK(asyncore::raise_descriptor_limit() == before.rlim_max);
    rlimit after{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &after) == 0);
    CHECK(after.rlim_cur == before.rlim_max);
    CHECK(asyncore::raise_descriptor_limit() == before.rlim_max); // no more than that
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
}
