#include "supervisor_demo/config/load_config.hpp"
#include "supervisor_demo/config/text.hpp"

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include <unistd.h>

// config_dump ARGUMENT...: reads a configuration as supervisord would with these arguments and
// prints it, one value a line, for against_supervisor.py to compare.

namespace {

using namespace supervisor;

std::string show(const std::string& value) {
    return text::repr(value);
}
std::string show(bool value) {
    return value ? "true" : "false";
}
template <class Number>
std::string show(Number value) {
    return std::to_string(value);
}
std::string show(std::chrono::seconds value) {
    return std::to_string(value.count());
}
template <class T>
std::string show(const std::optional<T>& value) {
    return value ? show(*value) : "none";
}
std::string show(const std::map<std::string, std::string>& pairs) {
    std::string out;
    for (const auto& [key, value] : pairs)
        out += text::repr(key) + ":" + text::repr(value) + ",";
    return out;
}
std::string show(const std::vector<int>& list) {
    std::string out;
    for (const int item : list)
        out += std::to_string(item) + ",";
    return out;
}
std::string show(autorestart value) {
    return value == autorestart::always  ? "always"
           : value == autorestart::never ? "never"
                                         : "unexpected";
}
std::string show(const logfile_name& value) {
    if (value.type == logfile_name::kind::automatic) return "auto";
    if (value.type == logfile_name::kind::syslog) return "syslog";
    return value.path.empty() ? "none" : text::repr(value.path);
}

template <class T>
void print(const std::string& name, const T& value) {
    std::printf("%s=%s\n", name.c_str(), show(value).c_str());
}

void print_stream(const std::string& name, const stream_config& stream) {
    print(name + "_logfile", stream.logfile);
    print(name + "_logfile_maxbytes", stream.maxbytes);
    print(name + "_logfile_backups", stream.backups);
    print(name + "_capture_maxbytes", stream.capture_maxbytes);
    print(name + "_events_enabled", stream.events_enabled);
    print(name + "_syslog", stream.syslog);
}

void print_socket(const fastcgi_socket_config& socket) {
    print("socket", socket.url);
    if (!socket.path.empty()) {
        print("socket_mode", socket.mode);
        print("socket_uid", socket.owner_uid);
        print("socket_gid", socket.owner_gid);
    }
    print("socket_backlog", socket.backlog);
}

void print_process(const process_config& p) {
    print("process", p.name);
    print("command", p.command);
    print("directory", p.directory);
    print("umask", p.umask);
    print("priority", p.priority);
    print("autostart", p.autostart);
    print("autorestart", p.restart);
    print("startsecs", p.startsecs);
    print("startretries", p.startretries);
    print("exitcodes", p.exitcodes);
    print("stopsignal", p.stopsignal);
    print("stopwaitsecs", p.stopwaitsecs);
    print("stopasgroup", p.stopasgroup);
    print("killasgroup", p.killasgroup);
    print("uid", p.uid);
    print("redirect_stderr", p.redirect_stderr);
    print("environment", p.environment);
    print("serverurl", p.serverurl);
    print_stream("stdout", p.stdout_stream);
    print_stream("stderr", p.stderr_stream);
    if (p.socket) print_socket(*p.socket);
}

void print_server(const server_config& server) {
    print("server", server.section);
    if (server.is_unix) {
        print("file", server.file);
        print("chmod", server.chmod);
        print("chown_uid", server.chown_uid);
        print("chown_gid", server.chown_gid);
    } else {
        print("host", server.host);
        print("port", server.port);
    }
    print("username", server.username);
    print("password", server.password);
}

void print_supervisord(const supervisord_config& s) {
    print("logfile", s.logfile);
    print("logfile_maxbytes", s.logfile_maxbytes);
    print("logfile_backups", s.logfile_backups);
    print("loglevel", static_cast<int>(s.loglevel));
    print("pidfile", s.pidfile);
    print("umask", s.umask);
    print("nodaemon", s.nodaemon);
    print("silent", s.silent);
    print("minfds", s.minfds);
    print("minprocs", s.minprocs);
    print("nocleanup", s.nocleanup);
    print("childlogdir", s.childlogdir);
    print("uid", s.uid);
    print("directory", s.directory);
    print("strip_ansi", s.strip_ansi);
    print("environment", s.environment);
    print("identifier", s.identifier);
}

void print_events(event_type_set events) {
    std::string names;
    for (const event_type_row& row : event_types)
        if (events.contains(row.type)) names.append(row.name).append(",");
    std::printf("events=%s\n", names.c_str());
}

void dump(const std::vector<std::string>& arguments) {
    std::map<std::string, std::string> environment;
    for (char** entry = ::environ; *entry != nullptr; ++entry) {
        const std::string pair(*entry);
        environment[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
    }
    const auto command_line = parse_options(arguments, "/opt/bin/supervisord", environment["HOME"]);
    if (command_line.answer) {
        std::printf("answer=%s\n", text::repr(*command_line.answer).c_str());
        return;
    }
    const auto loaded = load_config(command_line, environment);
    print_supervisord(loaded.supervisord);
    for (const auto& name : loaded.rpcinterfaces)
        print("rpcinterface", name);
    for (const auto& server : loaded.servers)
        print_server(server);
    for (const auto& group : loaded.groups) {
        print("group", group.name);
        print("priority", group.priority);
        if (group.kind == group_kind::eventlistener) {
            print("buffer_size", group.buffer_size);
            print_events(group.events);
        }
        for (const auto& process : group.processes)
            print_process(process);
    }
    for (const auto& message : loaded.messages)
        std::printf("message=%d %s\n", static_cast<int>(message.level),
                    text::repr(message.text).c_str());
}

} // namespace

int main(int argc, char** argv) {
    try {
        dump({argv + 1, argv + argc});
    } catch (const config_error& error) {
        std::printf("error=%s\n", text::repr(error.what()).c_str());
        for (const auto& found : error.findings())
            std::fprintf(stderr, "%s\n", found.text().c_str());
        return 2;
    }
}
