#include "supervisor_demo/config/fastcgi_section.hpp"

#include "supervisor_demo/config/datatypes.hpp"
#include "supervisor_demo/config/path.hpp"
#include "supervisor_demo/config/program_section.hpp"
#include "supervisor_demo/config/section_reader.hpp"
#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/format.hpp"

#include <pwd.h>
#include <unistd.h>

namespace supervisor {
namespace {

constexpr std::string_view unix_scheme = "unix://";
constexpr std::string_view tcp_scheme = "tcp://";

// Supervisor shows some of its errors as the tuples they were made of.
value_error tuple(std::string_view sentence, const std::string& value, const std::string& plain) {
    return {format("('{}', {})", sentence, text::repr(value)), plain};
}

class socket_reader {
public:
    socket_reader(loading& shared, const ini_file::section& found)
        : here_names_(&shared.names),
          program_names_(&here_names_),
          section_(shared, found, here_names_),
          socket_section_(shared, found, program_names_) {
        here_names_.set("here", shared.here);
        program_names_.set("program_name",
                           std::string(text::strip(found.name.substr(found.name.find(':') + 1))));
        socket_.section = found.name;
    }

    fastcgi_socket_config read() {
        const auto user = section_.get("user", std::optional<uid_t>{}, [](const std::string& name) {
            return std::optional(datatypes::name_to_uid(name));
        });
        socket_.backlog = section_.get("socket_backlog", socket_.backlog, backlog);
        read_owner();
        read_mode();
        if (const ini_value* written = socket_section_.raw("socket"); written == nullptr) {
            report_missing();
        } else if (const auto url = socket_section_.text("socket")) {
            if (url->empty())
                report_missing();
            else
                read_url(*url);
        }
        if (!socket_.path.empty() && !given_owner_ && user && *user != ::getuid())
            if (const passwd* entry = ::getpwuid(*user)) {
                socket_.owner_uid = entry->pw_uid;
                socket_.owner_gid = entry->pw_gid;
            }
        return socket_;
    }

private:
    static std::optional<int> backlog(const std::string& value) {
        const auto number = datatypes::integer(value);
        if (number < 1 || number > 65535)
            throw value_error(format("Invalid socket_backlog value {}", number),
                              "is not a number from 1 to 65535");
        return static_cast<int>(number);
    }

    void read_owner() {
        given_owner_ = section_.get("socket_owner", false, [this](const std::string& value) {
            try {
                const auto owner = datatypes::user_and_group(value);
                socket_.owner_uid = owner.uid;
                socket_.owner_gid = owner.gid;
            } catch (const value_error& error) {
                throw value_error("Invalid socket_owner value " + value, error.plain());
            }
            return true;
        });
    }

    void read_mode() {
        socket_.mode = section_.get("socket_mode", socket_.mode, [](const std::string& value) {
            try {
                return datatypes::octal(value);
            } catch (const value_error& error) {
                throw value_error("Invalid socket_mode value " + value, error.plain());
            }
        });
    }

    void report_missing() const {
        section_.report(format("[{}] section requires a \"socket\" line", section_.name()),
                        "is missing", "socket");
    }

    void read_url(const std::string& url) {
        try {
            if (url.starts_with(unix_scheme))
                read_unix(url.substr(unix_scheme.size()));
            else
                read_tcp(url);
        } catch (const value_error& error) {
            section_.report(format("{} in [{}] socket", error.what(), section_.name()),
                            error.plain(), "socket");
        }
    }

    void read_unix(const std::string& path) {
        if (!path.starts_with('/'))
            throw tuple("Unix socket path %s is not an absolute path", path,
                        "has no absolute path, as in unix:///run/x.sock");
        socket_.path = path::absolute(path);
        socket_.url = std::string(unix_scheme) + socket_.path;
    }

    void read_tcp(const std::string& url) {
        if (section_.has("socket_owner") || section_.has("socket_mode"))
            throw value_error(
                "socket_owner and socket_mode params should only be used with a Unix "
                "domain socket",
                "is no Unix socket, and only those have socket_owner and socket_mode");
        const auto rest = url.starts_with(tcp_scheme)
                              ? std::string_view(url).substr(tcp_scheme.size())
                              : std::string_view{};
        const auto colon = rest.find(':');
        const auto host = rest.substr(0, colon);
        const auto port = colon == rest.npos ? std::string_view{} : rest.substr(colon + 1);
        if (host.empty() || host.find_first_of(" \t\r\n\v\f") != host.npos || port.empty() ||
            port.find_first_not_of("0123456789") != port.npos)
            throw tuple("Bad socket format %s", url, "is neither unix:///path nor tcp://host:port");
        socket_.host = text::lower(host);
        socket_.port = datatypes::port_number(port);
        socket_.url = format("tcp://{}:{}", socket_.host, socket_.port);
    }

    name_scope here_names_;
    name_scope program_names_;
    section_reader section_;
    section_reader socket_section_;
    fastcgi_socket_config socket_;
    bool given_owner_ = false;
};

} // namespace

std::vector<process_config> read_fastcgi_section(loading& shared, const ini_file::section& found,
                                                 const std::string& group_name) {
    const auto socket = socket_reader(shared, found).read();
    auto processes = read_program_section(shared, found, group_name);
    for (process_config& one : processes)
        one.socket = socket;
    return processes;
}

} // namespace supervisor
