#pragma once

#include "supervisor_demo/config/section_reader.hpp"

#include <string>

namespace supervisor {

/// Reads CHANNEL_capture_maxbytes and CHANNEL_events_enabled; `channel` is "stdout" or "stderr".
void read_stream_capture(stream_config& stream, const std::string& channel,
                         const section_reader& section);

/// Reads CHANNEL_logfile, _logfile_backups, _logfile_maxbytes and _syslog. The file's name is
/// expanded a second time, as by Supervisor: a percent sign in it is written "%%%%".
void read_stream_log(stream_config& stream, const std::string& channel,
                     const section_reader& section, const name_scope& names, loading& shared);

/// stderr goes where stdout goes: it has no file of its own, whatever was said.
void drop_stderr_log(stream_config& stream, const std::string& section_name, loading& shared);

} // namespace supervisor
