#include "supervisor_demo/config/ctl_config.hpp"
#include "supervisor_demo/config/key_table.hpp"
#include "supervisor_demo/config/reference.hpp"
#include "supervisor_demo/config/section_reader.hpp"
#include "supervisor_demo/config/unknown_keys.hpp"
#include "tests/supervisor_demo/config/config_folder.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace supervisor;

namespace {

// Sections that can be loaded, each without the keys that need not be there.
const std::map<std::string_view, std::string> sections = {
    {"supervisord", "[supervisord]\n"},
    {"unix_http_server", "[unix_http_server]\nfile=s.sock\n"},
    {"inet_http_server", "[inet_http_server]\nport=9001\n"},
    {"program:x", "[program:x]\ncommand=x\n"},
    {"group:x", "[program:y]\ncommand=y\n[group:x]\nprograms=y\n"},
    {"fcgi-program:x", "[fcgi-program:x]\nsocket=unix:///tmp/x\ncommand=x\n"},
    {"eventlistener:x", "[eventlistener:x]\nevents=EVENT\ncommand=x\n"},
    {"include", "[include]\nfiles=none\n"},
    {"rpcinterface:x", "[rpcinterface:x]\nsupervisor.rpcinterface_factory="
                       "supervisor.rpcinterface:make_main_rpcinterface\n"},
    {"supervisorctl", "[supervisorctl]\n"},
};

std::string text_of(std::string_view section) {
    const std::string head = section == "supervisord" ? "" : "[supervisord]\n";
    return head + sections.at(section);
}

std::string text_with(std::string_view section, std::string_view key, std::string_view value) {
    return text_of(section) + std::string(key) + "=" + std::string(value) + "\n";
}

ctl_config load_ctl(const std::string& text) {
    return load_ctl_config(config_folder(text).file(), {});
}

// Every key a kind of section has, those of another included.
template <class Look>
void for_each_key(Look look) {
    for (const section_keys& section : key_table()) {
        if (!sections.contains(section.name)) continue;
        for (const config_key& key : section.keys)
            look(section, key);
        if (!section.and_those_of.empty())
            for (const config_key& key : find_section_keys(section.and_those_of)->keys)
                if (section.find(key.name) == &key) look(section, key);
    }
}

} // namespace

TEST_CASE("what the reference calls the default is what is read without the key", "[config]") {
    int seen = 0;
    for_each_key([&](const section_keys& section, const config_key& key) {
        if (key.fallback.empty()) return;
        INFO(section.name << " " << key.name);
        ++seen;
        const auto text = text_with(section.name, key.name, key.fallback);
        const auto plain = text_of(section.name);
        if (section.name == "supervisorctl") {
            CHECK(load_ctl(text) == load_ctl(plain));
            return;
        }
        config_folder folder(text);
        const auto given = folder.load({});
        folder.write("supervisord.conf", plain);
        const auto read = folder.load({});
        CHECK(given.groups == read.groups);
        CHECK(given.servers == read.servers);
        CHECK(given.supervisord == read.supervisord);
    });
    CHECK(seen > 80);
}

TEST_CASE("every key of the reference is read", "[config]") {
    for_each_key([&](const section_keys& section, const config_key& key) {
        INFO(section.name << " " << key.name);
        // Whoever reads a value expands it, and this one cannot be.
        const auto text = text_with(section.name, key.name, "%(nothing)s");
        const auto mentioned = "] " + std::string(key.name) + " = %(nothing)s";
        bool told = false;
        try {
            if (section.name == "supervisorctl")
                load_ctl(text);
            else
                config_folder(text).load({});
        } catch (const config_error& error) {
            for (const finding& one : error.findings())
                told = told || one.text().find(mentioned) != std::string::npos;
        }
        CHECK(told);
    });
}

TEST_CASE("every type that a key has is in the reference's list of types", "[config]") {
    const auto text = reference_in_markdown();
    const auto types = text.substr(0, text.find("\n## [supervisord]"));
    for_each_key([&](const section_keys& section, const config_key& key) {
        INFO(section.name << " " << key.name << ": " << key.type);
        CHECK(types.find("\n| " + std::string(key.type) + " | ") != types.npos);
    });
}

TEST_CASE("a reader that asks for a key outside the reference is refused", "[config]") {
    loading shared;
    shared.ini.merge("[program:x]\ncommand=x\n", "f");
    const section_reader section(shared, *shared.ini.find_section("program:x"), shared.names);
    CHECK(section.has("command"));
    CHECK_THROWS_AS(section.has("comand"), std::logic_error);
}

TEST_CASE("keys and sections that nobody reads are told with the one that was meant", "[config]") {
    const auto warned = [](const std::string& text) {
        ini_file ini;
        ini.merge(text, "f");
        return unknown_keys(ini);
    };
    using lines = std::vector<std::string>;
    CHECK(warned("[supervisord]\n[program:x]\nautorestrat=true\n") ==
          lines{"f:3: [program:x] has no key autorestrat; autorestart may be meant"});
    CHECK(warned("[eventlistener:x]\nevent=EVENT\nstartsec=1\n") ==
          lines{"f:2: [eventlistener:x] has no key event; events may be meant",
                "f:3: [eventlistener:x] has no key startsec; startsecs may be meant"});
    CHECK(warned("[program:x]\nbanana=1\n") == lines{"f:2: [program:x] has no key banana"});
    CHECK(warned("[programs:x]\ncommand=x\n") ==
          lines{"f:1: [programs:x] is a section that nobody reads"});
    CHECK(warned("[supervisord:x]\n") ==
          lines{"f:1: [supervisord:x] is a section that nobody reads"});
    CHECK(warned("[DEFAULT]\nmine=1\n[rpcinterface:supervisor]\nother=1\n[ctlplugin:x]\ny=1\n"
                 "[inet_http_server:two]\nport=1\n[unix_http_server]\nfile=x\n") == lines{});
}
