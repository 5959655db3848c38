#include "supervisor_demo/config/server_sections.hpp"

#include "supervisor_demo/config/datatypes.hpp"
#include "supervisor_demo/config/path.hpp"
#include "supervisor_demo/config/section_reader.hpp"
#include "supervisor_demo/config/text.hpp"
#include "supervisor_demo/format.hpp"

namespace supervisor {
namespace {

void read_username_and_password(server_config& server, const section_reader& section) {
    const auto username = section.text("username");
    const auto password = section.text("password");
    if (section.has("username") != section.has("password"))
        section.report(format("Section [{}] contains incomplete authentication: If a username "
                              "or a password is specified, both the username and password "
                              "must be specified",
                              section.name()),
                       section.has("username") ? "is there without a password"
                                               : "is there without a username",
                       section.has("username") ? "username" : "password");
    server.username = username.value_or("");
    server.password = password.value_or("");
}

server_config read_inet_server(loading& shared, const ini_file::section& found) {
    const section_reader section(shared, found, shared.names);
    server_config server;
    server.section = found.name;
    read_username_and_password(server, section);
    if (!section.has("port"))
        section.report(format("section [{}] has no port value", found.name), "is missing", "port");
    const auto address =
        section.get("port", datatypes::inet_address{}, datatypes::parse_inet_address);
    server.host = address.host;
    server.port = address.port;
    server.allowed_hosts =
        section.get("allowed_hosts", server.allowed_hosts, [](const std::string& value) {
            return datatypes::list_of_strings(value);
        });
    return server;
}

server_config read_unix_server(loading& shared, const ini_file::section& found) {
    name_scope with_here(&shared.names);
    with_here.set("here", shared.here);
    const section_reader section(shared, found, shared.names);
    const section_reader file_section(shared, found, with_here);
    server_config server;
    server.section = found.name;
    server.is_unix = true;
    if (!section.has("file"))
        section.report(format("section [{}] has no file value", found.name), "is missing", "file");
    else
        server.file = file_section.get("file", std::string{}, [&](const std::string& value) {
            return path::absolute(path::expand_user(text::strip(value), shared.home));
        });
    read_username_and_password(server, section);
    section.get("chown", false, [&](const std::string& value) {
        try {
            const auto owner = datatypes::user_and_group(value);
            server.chown_uid = owner.uid;
            server.chown_gid = owner.gid;
        } catch (const value_error& error) {
            throw value_error("Invalid sockchown value " + value, error.plain());
        }
        return true;
    });
    server.chmod = section.get("chmod", server.chmod, [](const std::string& value) {
        try {
            return datatypes::octal(value);
        } catch (const value_error& error) {
            throw value_error("Invalid chmod value " + value, error.plain());
        }
    });
    return server;
}

} // namespace

std::vector<server_config> read_server_sections(loading& shared) {
    std::vector<server_config> servers;
    for (const auto& section : shared.ini.sections())
        if (section.name.starts_with("inet_http_server"))
            servers.push_back(read_inet_server(shared, section));
    for (const auto& section : shared.ini.sections())
        if (section.name.starts_with("unix_http_server"))
            servers.push_back(read_unix_server(shared, section));
    return servers;
}

} // namespace supervisor
