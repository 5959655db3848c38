#pragma once

#include "medusa/xmlrpc_fault.hpp"

#include <string>
#include <string_view>

namespace supervisor {

/// The faults of the API, with its numbers.
enum class fault {
    unknown_method = 1,
    incorrect_parameters = 2,
    bad_arguments = 3,
    signature_unsupported = 4,
    shutdown_state = 6,
    bad_name = 10,
    bad_signal = 11,
    no_file = 20,
    not_executable = 21,
    failed = 30,
    abnormal_termination = 40,
    spawn_error = 50,
    already_started = 60,
    not_running = 70,
    success = 80, // no fault: the status of a process in the answer for many
    already_added = 90,
    still_running = 91,
    cant_reread = 92,
};

struct fault_name {
    fault code;
    std::string_view name;
};

inline constexpr fault_name fault_names[] = {
    {fault::unknown_method, "UNKNOWN_METHOD"},
    {fault::incorrect_parameters, "INCORRECT_PARAMETERS"},
    {fault::bad_arguments, "BAD_ARGUMENTS"},
    {fault::signature_unsupported, "SIGNATURE_UNSUPPORTED"},
    {fault::shutdown_state, "SHUTDOWN_STATE"},
    {fault::bad_name, "BAD_NAME"},
    {fault::bad_signal, "BAD_SIGNAL"},
    {fault::no_file, "NO_FILE"},
    {fault::not_executable, "NOT_EXECUTABLE"},
    {fault::failed, "FAILED"},
    {fault::abnormal_termination, "ABNORMAL_TERMINATION"},
    {fault::spawn_error, "SPAWN_ERROR"},
    {fault::already_started, "ALREADY_STARTED"},
    {fault::not_running, "NOT_RUNNING"},
    {fault::success, "SUCCESS"},
    {fault::already_added, "ALREADY_ADDED"},
    {fault::still_running, "STILL_RUNNING"},
    {fault::cant_reread, "CANT_REREAD"},
};

constexpr std::string_view name_of(fault code) noexcept {
    for (const fault_name& one : fault_names)
        if (one.code == code) return one.name;
    return "UNKNOWN";
}

/// What a method throws to say no: "BAD_NAME", or "BAD_NAME: cat" with an `extra`.
inline medusa::xmlrpc_fault rpc_fault(fault code) {
    return {static_cast<int>(code), std::string(name_of(code))};
}
inline medusa::xmlrpc_fault rpc_fault(fault code, std::string_view extra) {
    return {static_cast<int>(code), std::string(name_of(code)).append(": ").append(extra)};
}

} // namespace supervisor
