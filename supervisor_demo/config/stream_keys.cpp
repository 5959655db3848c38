#include "supervisor_demo/config/stream_keys.hpp"

#include "supervisor_demo/config/datatypes.hpp"
#include "supervisor_demo/format.hpp"

namespace supervisor {

void read_stream_capture(stream_config& stream, const std::string& channel,
                         const section_reader& section) {
    stream.capture_maxbytes =
        section.get(channel + "_capture_maxbytes", std::int64_t{0}, datatypes::byte_size);
    stream.events_enabled = section.get(channel + "_events_enabled", false, datatypes::boolean);
}

void read_stream_log(stream_config& stream, const std::string& channel,
                     const section_reader& section, const name_scope& names, loading& shared) {
    const auto logfile_key = channel + "_logfile";
    const auto syslog_key = channel + "_syslog";
    stream.logfile = section.get(logfile_key, logfile_name{}, [&](const std::string& value) {
        return datatypes::logfile_name(expand(value, names, logfile_key), shared.home);
    });
    stream.backups =
        section.get(channel + "_logfile_backups", stream.backups, datatypes::small_integer);
    stream.maxbytes =
        section.get(channel + "_logfile_maxbytes", stream.maxbytes, datatypes::byte_size);
    stream.syslog = section.get(syslog_key, false, datatypes::boolean);

    if (stream.logfile.type == logfile_name::kind::syslog) {
        shared.messages.push_back(
            {log_level::warn,
             format("For [{}], {}=syslog but this is deprecated and will be removed.  Use "
                    "{}=true to enable syslog instead.",
                    section.name(), logfile_key, syslog_key)});
        stream.logfile.type = logfile_name::kind::none;
        stream.syslog = true;
    }
    if (stream.logfile.type == logfile_name::kind::automatic && stream.maxbytes == 0)
        shared.messages.push_back(
            {log_level::warn,
             format("For [{}], AUTO logging used for {} without rollover, set maxbytes > 0 to "
                    "avoid filling up filesystem unintentionally",
                    section.name(), logfile_key)});
}

void drop_stderr_log(stream_config& stream, const std::string& section_name, loading& shared) {
    if (stream.logfile.type == logfile_name::kind::file)
        shared.messages.push_back(
            {log_level::warn,
             format("For [{}], redirect_stderr=true but stderr_logfile has also been set to a "
                    "filename, the filename has been ignored",
                    section_name)});
    stream.logfile = {logfile_name::kind::none, {}};
}

} // namespace supervisor
