#include "supervisor_demo/rpc/method_docs.hpp"

#include <algorithm>
#include <iterator>

namespace supervisor {

namespace {

// The white space is part of the texts: they are what Supervisor answers.
// clang-format off

constexpr std::string_view add_process_group_help = R"( Update the config for a running process from config file.

        @param string name         name of process group to add
        @return boolean result     true if successful
        )";

constexpr std::string_view clear_all_process_logs_help = R"( Clear all process log files

        @return array result   An array of process status info structs
        )";

constexpr std::string_view clear_log_help = R"( Clear the main log.

        @return boolean result always returns True unless error
        )";

constexpr std::string_view clear_process_log_help = R"( Clear the stdout and stderr logs for the named process and
        reopen them.

        @param string name   The name of the process (or 'group:name')
        @return boolean result      Always True unless error
        )";

constexpr std::string_view get_api_version_help = R"( Return the version of the RPC API used by supervisord

        @return string version id
        )";

constexpr std::string_view get_all_config_info_help = R"( Get info about all available process configurations. Each struct
        represents a single process (i.e. groups get flattened).

        @return array result  An array of process config info structs
        )";

constexpr std::string_view get_all_process_info_help = R"( Get info about all processes

        @return array result  An array of process status results
        )";

constexpr std::string_view get_identification_help = R"( Return identifying string of supervisord

        @return string identifier identifying string
        )";

constexpr std::string_view get_pid_help = R"( Return the PID of supervisord

        @return int PID
        )";

constexpr std::string_view get_process_info_help = R"( Get info about a process named name

        @param string name The name of the process (or 'group:name')
        @return struct result     A structure containing data about the process
        )";

constexpr std::string_view get_state_help = R"( Return current state of supervisord as a struct

        @return struct A struct with keys int statecode, string statename
        )";

constexpr std::string_view get_supervisor_version_help = R"( Return the version of the supervisor package in use by supervisord

        @return string version id
        )";

constexpr std::string_view read_log_help = R"( Read length bytes from the main log starting at offset

        @param int offset         offset to start reading from.
        @param int length         number of bytes to read from the log.
        @return string result     Bytes of log
        )";

constexpr std::string_view read_process_log_help = R"( Read length bytes from name's stdout log starting at offset

        @param string name        the name of the process (or 'group:name')
        @param int offset         offset to start reading from.
        @param int length         number of bytes to read from the log.
        @return string result     Bytes of log
        )";

constexpr std::string_view read_process_stderr_log_help = R"( Read length bytes from name's stderr log starting at offset

        @param string name        the name of the process (or 'group:name')
        @param int offset         offset to start reading from.
        @param int length         number of bytes to read from the log.
        @return string result     Bytes of log
        )";

constexpr std::string_view reload_config_help = R"(
        Reload the configuration.

        The result contains three arrays containing names of process
        groups:

        * `added` gives the process groups that have been added
        * `changed` gives the process groups whose contents have
          changed
        * `removed` gives the process groups that are no longer
          in the configuration

        @return array result  [[added, changed, removed]]

        )";

constexpr std::string_view remove_process_group_help = R"( Remove a stopped process from the active configuration.

        @param string name         name of process group to remove
        @return boolean result     Indicates whether the removal was successful
        )";

constexpr std::string_view restart_help = R"( Restart the supervisor process

        @return boolean result  always return True unless error
        )";

constexpr std::string_view send_process_stdin_help = R"( Send a string of chars to the stdin of the process name.
        If non-7-bit data is sent (unicode), it is encoded to utf-8
        before being sent to the process' stdin.  If chars is not a
        string or is not unicode, raise INCORRECT_PARAMETERS.  If the
        process is not running, raise NOT_RUNNING.  If the process'
        stdin cannot accept input (e.g. it was closed by the child
        process), raise NO_FILE.

        @param string name        The process name to send to (or 'group:name')
        @param string chars       The character data to send to the process
        @return boolean result    Always return True unless error
        )";

constexpr std::string_view send_remote_comm_event_help = R"( Send an event that will be received by event listener
        subprocesses subscribing to the RemoteCommunicationEvent.

        @param  string  type  String for the "type" key in the event header
        @param  string  data  Data for the event body
        @return boolean       Always return True unless error
        )";

constexpr std::string_view shutdown_help = R"( Shut down the supervisor process

        @return boolean result always returns True unless error
        )";

constexpr std::string_view signal_all_processes_help = R"( Send a signal to all processes in the process list

        @param string signal  Signal to send, as name ('HUP') or number ('1')
        @return array         An array of process status info structs
        )";

constexpr std::string_view signal_process_help = R"( Send an arbitrary UNIX signal to the process named by name

        @param string name    Name of the process to signal (or 'group:name')
        @param string signal  Signal to send, as name ('HUP') or number ('1')
        @return boolean
        )";

constexpr std::string_view signal_process_group_help = R"( Send a signal to all processes in the group named 'name'

        @param string name    The group name
        @param string signal  Signal to send, as name ('HUP') or number ('1')
        @return array
        )";

constexpr std::string_view start_all_processes_help = R"( Start all processes listed in the configuration file

        @param boolean wait    Wait for each process to be fully started
        @return array result   An array of process status info structs
        )";

constexpr std::string_view start_process_help = R"( Start a process

        @param string name Process name (or ``group:name``, or ``group:*``)
        @param boolean wait Wait for process to be fully started
        @return boolean result     Always true unless error

        )";

constexpr std::string_view start_process_group_help = R"( Start all processes in the group named 'name'

        @param string name     The group name
        @param boolean wait    Wait for each process to be fully started
        @return array result   An array of process status info structs
        )";

constexpr std::string_view stop_all_processes_help = R"( Stop all processes in the process list

        @param  boolean wait   Wait for each process to be fully stopped
        @return array result   An array of process status info structs
        )";

constexpr std::string_view stop_process_help = R"( Stop a process named by name

        @param string name  The name of the process to stop (or 'group:name')
        @param boolean wait        Wait for the process to be fully stopped
        @return boolean result     Always return True unless error
        )";

constexpr std::string_view stop_process_group_help = R"( Stop all processes in the process group named 'name'

        @param string name     The group name
        @param boolean wait    Wait for each process to be fully stopped
        @return array result   An array of process status info structs
        )";

constexpr std::string_view tail_process_log_help = R"(
        Provides a more efficient way to tail the (stdout) log than
        readProcessStdoutLog().  Use readProcessStdoutLog() to read
        chunks and tailProcessStdoutLog() to tail.

        Requests (length) bytes from the (name)'s log, starting at
        (offset).  If the total log size is greater than (offset +
        length), the overflow flag is set and the (offset) is
        automatically increased to position the buffer at the end of
        the log.  If less than (length) bytes are available, the
        maximum number of available bytes will be returned.  (offset)
        returned is always the last offset in the log +1.

        @param string name         the name of the process (or 'group:name')
        @param int offset          offset to start reading from
        @param int length          maximum number of bytes to return
        @return array result       [string bytes, int offset, bool overflow]
        )";

constexpr std::string_view tail_process_stderr_log_help = R"(
        Provides a more efficient way to tail the (stderr) log than
        readProcessStderrLog().  Use readProcessStderrLog() to read
        chunks and tailProcessStderrLog() to tail.

        Requests (length) bytes from the (name)'s log, starting at
        (offset).  If the total log size is greater than (offset +
        length), the overflow flag is set and the (offset) is
        automatically increased to position the buffer at the end of
        the log.  If less than (length) bytes are available, the
        maximum number of available bytes will be returned.  (offset)
        returned is always the last offset in the log +1.

        @param string name         the name of the process (or 'group:name')
        @param int offset          offset to start reading from
        @param int length          maximum number of bytes to return
        @return array result       [string bytes, int offset, bool overflow]
        )";

constexpr std::string_view list_methods_help = R"( Return an array listing the available method names

        @return array result  An array of method names available (strings).
        )";

constexpr std::string_view method_help_help = R"( Return a string showing the method's documentation

        @param string name   The name of the method.
        @return string result The documentation for the method name.
        )";

constexpr std::string_view method_signature_help = R"( Return an array describing the method signature in the
        form [rtype, ptype, ptype...] where rtype is the return data type
        of the method, and ptypes are the parameter data types that the
        method accepts in method argument order.

        @param string name  The name of the method.
        @return array result  The result.
        )";

constexpr std::string_view multicall_help = R"(Process an array of calls, and return an array of
        results. Calls should be structs of the form {'methodName':
        string, 'params': array}. Each result will either be a
        single-item array containing the result value, or a struct of
        the form {'faultCode': int, 'faultString': string}. This is
        useful when you need to make lots of small calls without lots
        of round trips.

        @param array calls  An array of call requests
        @return array result  An array of results
        )";

// Sorted by name, as system.listMethods answers them.
constexpr method_doc docs[] = {
    {"supervisor.addProcessGroup", "boolean string", 0, add_process_group_help},
    {"supervisor.clearAllProcessLogs", "array", 0, clear_all_process_logs_help},
    {"supervisor.clearLog", "boolean", 0, clear_log_help},
    {"supervisor.clearProcessLog", "boolean string", 0, clear_process_log_help},
    {"supervisor.clearProcessLogs", "boolean string", 0, clear_process_log_help},
    {"supervisor.getAPIVersion", "string", 0, get_api_version_help},
    {"supervisor.getAllConfigInfo", "array", 0, get_all_config_info_help},
    {"supervisor.getAllProcessInfo", "array", 0, get_all_process_info_help},
    {"supervisor.getIdentification", "string", 0, get_identification_help},
    {"supervisor.getPID", "int", 0, get_pid_help},
    {"supervisor.getProcessInfo", "struct string", 0, get_process_info_help},
    {"supervisor.getState", "struct", 0, get_state_help},
    {"supervisor.getSupervisorVersion", "string", 0, get_supervisor_version_help},
    {"supervisor.getVersion", "string", 0, get_api_version_help},
    {"supervisor.readLog", "string int int", 0, read_log_help},
    {"supervisor.readMainLog", "string int int", 0, read_log_help},
    {"supervisor.readProcessLog", "string string int int", 0, read_process_log_help},
    {"supervisor.readProcessStderrLog", "string string int int", 0, read_process_stderr_log_help},
    {"supervisor.readProcessStdoutLog", "string string int int", 0, read_process_log_help},
    {"supervisor.reloadConfig", "array", 0, reload_config_help},
    {"supervisor.removeProcessGroup", "boolean string", 0, remove_process_group_help},
    {"supervisor.restart", "boolean", 0, restart_help},
    {"supervisor.sendProcessStdin", "boolean string string", 0, send_process_stdin_help},
    {"supervisor.sendRemoteCommEvent", "boolean string string", 0, send_remote_comm_event_help},
    {"supervisor.shutdown", "boolean", 0, shutdown_help},
    {"supervisor.signalAllProcesses", "array string", 0, signal_all_processes_help},
    {"supervisor.signalProcess", "boolean string string", 0, signal_process_help},
    {"supervisor.signalProcessGroup", "array string string", 0, signal_process_group_help},
    {"supervisor.startAllProcesses", "array boolean", 1, start_all_processes_help},
    {"supervisor.startProcess", "boolean string boolean", 1, start_process_help},
    {"supervisor.startProcessGroup", "array string boolean", 1, start_process_group_help},
    {"supervisor.stopAllProcesses", "array boolean", 1, stop_all_processes_help},
    {"supervisor.stopProcess", "boolean string boolean", 1, stop_process_help},
    {"supervisor.stopProcessGroup", "array string boolean", 1, stop_process_group_help},
    {"supervisor.tailProcessLog", "array string int int", 0, tail_process_log_help},
    {"supervisor.tailProcessStderrLog", "array string int int", 0, tail_process_stderr_log_help},
    {"supervisor.tailProcessStdoutLog", "array string int int", 0, tail_process_log_help},
    {"system.listMethods", "array", 0, list_methods_help},
    {"system.methodHelp", "string string", 0, method_help_help},
    {"system.methodSignature", "array string", 0, method_signature_help},
    {"system.multicall", "array array", 0, multicall_help},
};
// clang-format on

static_assert(std::ranges::is_sorted(docs, {}, &method_doc::name));

} // namespace

const method_doc* find_method_doc(std::string_view name) noexcept {
    const auto found = std::ranges::lower_bound(docs, name, {}, &method_doc::name);
    return found != std::end(docs) && found->name == name ? found : nullptr;
}

std::size_t method_doc::params() const noexcept {
    return static_cast<std::size_t>(std::ranges::count(signature, ' '));
}

} // namespace supervisor
