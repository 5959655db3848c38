#pragma once

#include "asyncore/unique_fd.hpp"
#include "supervisor_demo/config/load_config.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/// A folder with a supervisord.conf and what it includes, gone with the test.
class config_folder {
public:
    explicit config_folder(const std::string& text = "") {
        std::string pattern = "/tmp/config_test-XXXXXX";
        path_ = ::mkdtemp(pattern.data());
        write("supervisord.conf", text);
    }
    ~config_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    config_folder(const config_folder&) = delete;
    config_folder& operator=(const config_folder&) = delete;

    const std::string& path() const { return path_; }
    std::string file() const { return path_ + "/supervisord.conf"; }

    void write(const std::string& name, const std::string& text) {
        const auto file = path_ + "/" + name;
        std::filesystem::create_directories(std::filesystem::path(file).parent_path());
        const asyncore::unique_fd fd(::open(file.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600));
        if (::write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
            throw std::runtime_error("cannot write " + file);
    }

    supervisor::config load(const std::map<std::string, std::string>& environment = {}) const {
        supervisor::options command_line;
        command_line.configfile = file();
        return supervisor::load_config(command_line, environment);
    }

    /// The error that loading ends in.
    supervisor::config_error refusal() const {
        try {
            load();
        } catch (const supervisor::config_error& error) {
            return error;
        }
        throw std::runtime_error("the configuration was accepted");
    }

    /// Its findings as lines, with the folder left out.
    std::vector<std::string> findings() const {
        std::vector<std::string> lines;
        const auto error = refusal();
        for (const auto& found : error.findings()) {
            auto line = found.text();
            for (auto at = line.find(path_ + "/"); at != line.npos; at = line.find(path_ + "/"))
                line.erase(at, path_.size() + 1);
            lines.push_back(line);
        }
        return lines;
    }

private:
    std::string path_;
};

/// What Supervisor would say of this text.
inline std::string refusal_of(const std::string& text) {
    return config_folder(text).refusal().what();
}
