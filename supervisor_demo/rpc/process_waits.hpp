#pragma once

#include "asyncore/timer.hpp"
#include "medusa/xmlrpc_fault.hpp"
#include "supervisor_demo/process/state_changes.hpp"

#include <functional>
#include <list>
#include <optional>
#include <string>

namespace supervisor {

class process;
class supervisor;

/// Starts and stops processes for those who want to know what comes of it, and tells them in the
/// moment it is known.
///
/// Waits hold no process: one in a group that is removed has been stopped, and so nobody waits for
/// it. To destroy this object drops what it has not told.
class process_waits {
public:
    /// What came of it: nothing when it is done as asked, else the fault that says why not.
    using outcome = std::optional<medusa::xmlrpc_fault>;
    using callback = std::function<void(const outcome&)>;

    explicit process_waits(supervisor& daemon) : daemon_(daemon) {}
    process_waits(const process_waits&) = delete;
    process_waits& operator=(const process_waits&) = delete;

    /// Each returns true when it is done, and false when `told` will be called; `spec` is the name
    /// in what the faults say. With `wait`, done means RUNNING, or one of the stopped states; else
    /// that the program has been spawned, or sent its signal.
    /// Each throws xmlrpc_fault when it is refused or fails at once.
    bool start(process& who, const std::string& spec, bool wait, callback told);
    bool stop(process& who, const std::string& spec, bool wait, callback told);

private:
    enum class goal { running, stopped };
    struct waiting {
        process& who;
        std::string spec;
        goal until;
        callback told;
        asyncore::timer report;
    };

    static bool settled(const waiting& one, outcome& result);
    void add(waiting one);
    void changed(const state_change& change);
    void report(waiting& one);

    supervisor& daemon_;
    std::list<waiting> waits_;
    state_changes::subscription watching_; // while there are any
};

} // namespace supervisor
