#pragma once

#include "supervisor_demo/rpc/method_registry.hpp"
#include "supervisor_demo/rpc/process_waits.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace supervisor {

/// The answer of a method that does the same to many processes: an array with one
/// {name, group, status, description} for each, in the order in which they were done: first what
/// was decided at once, then the others by the second in which they were, and those of one second
/// as they were asked. Supervisor looks at them once a second, and so its clients have seen that
/// order.
class process_results : public std::enable_shared_from_this<process_results> {
public:
    /// Does it to one; see process_waits::start() for what it returns and throws.
    using action =
        std::function<bool(process& who, const std::string& spec, process_waits::callback told)>;
    using predicate = std::function<bool(const process&)>;

    /// Does it to those of `processes` that are `wanted` when it is their turn, and answers the
    /// call when all of them are done.
    static void gather(const rpc_call& call, const std::vector<process*>& processes,
                       const predicate& wanted, const action& act);

    explicit process_results(rpc_call call) : call_(std::move(call)) {}

private:
    using clock = std::chrono::steady_clock;

    struct done {
        std::chrono::seconds after; // the beginning; negative: at once
        std::size_t asked;
        medusa::xmlrpc_value told;
    };

    void act_on(process& who, std::size_t asked, const action& act);
    void add(std::chrono::seconds after, std::size_t asked, medusa::xmlrpc_value told);
    void one_less();

    rpc_call call_;
    clock::time_point begin_ = clock::now();
    std::vector<done> results_;
    std::size_t open_ = 1; // those still waited for, and gather() itself
};

} // namespace supervisor
