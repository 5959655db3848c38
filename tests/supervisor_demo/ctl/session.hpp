#pragma once

#include "supervisor_demo/ctl/completion.hpp"
#include "supervisor_demo/ctl/controller.hpp"
#include "supervisor_demo/ctl/usage.hpp"
#include "supervisor_demo/rpc/rpc_client.hpp"

#include <algorithm>
#include <cerrno>
#include <deque>
#include <functional>
#include <map>
#include <system_error>
#include <utility>
#include <vector>

/// A supervisorctl before a supervisord that answers what it was told to, and a person at the
/// terminal. Calls are named "startProcess(cat)", or "startProcess" whatever the parameters.
class session {
public:
    using value = medusa::xmlrpc_value;

    explicit session(bool interactive = false)
        : ctl_(
              {}, interactive, [this](const auto& config) { return connect(config); }, terminal_) {
        answers("getVersion", "3.0");
    }

    void answers(const std::string& call, value answer) {
        script_[call] = [answer = std::move(answer)] { return answer; };
    }
    void faults(const std::string& call, supervisor::fault code, std::string_view extra = {}) {
        script_[call] = [code, extra = std::string(extra)]() -> value {
            if (extra.empty()) throw supervisor::rpc_fault(code);
            throw supervisor::rpc_fault(code, extra);
        };
    }
    void fails(const std::string& call, int error) {
        script_[call] = [error]() -> value {
            throw std::system_error(error, std::generic_category(), "cannot connect");
        };
    }
    /// Every call, as long as the password is not `password`.
    void wants_password(std::string password) { password_ = std::move(password); }

    void streams(const std::string& path, std::vector<std::string> pieces, bool interrupted) {
        streams_[path] = [=](const auto& on_data) {
            for (const auto& piece : pieces)
                on_data(piece);
            return interrupted;
        };
    }
    void stream_fails(const std::string& path, std::function<void()> how) {
        streams_[path] = [=](const auto&) {
            how();
            return false;
        };
    }

    /// What is typed where the program asks.
    void types(std::deque<std::string> lines) { terminal_.typed = std::move(lines); }

    /// Ctrl-C, before anything is typed.
    void interrupts() { interrupts_ = true; }

    /// Standard output is a terminal, with or without colours.
    void shows_to_a_person(bool colours = false) {
        terminal_.tty = true;
        terminal_.colours = colours;
    }
    /// Of calls that are made at once, the last settles first.
    void settles_backwards() { settles_backwards_ = true; }
    std::size_t calls_at_once() const { return calls_at_once_; }

    /// Gives one line and returns what came out.
    std::string run(std::string_view line) {
        stays_ = ctl_.run(line);
        return std::exchange(terminal_.shown, {});
    }
    std::string loop() {
        ctl_.loop();
        return std::exchange(terminal_.shown, {});
    }

    /// What the shell offers when the line typed so far is to be completed.
    std::vector<std::string> completes(std::string_view line) {
        return supervisor::ctl::completions(ctl_, line);
    }

    /// What `status --watch` knows.
    std::vector<supervisor::ctl::usage_view::seen> looks() {
        return supervisor::ctl::usage_view().look(ctl_);
    }

    /// Of the lines until now.
    int exitstatus() const { return ctl_.exitstatus(); }
    bool stays() const { return stays_; }
    std::string errors() const { return terminal_.errors; }
    /// The calls since it was last asked, apart from getVersion's.
    std::string calls() { return std::exchange(calls_, {}); }
    const std::string& serverurl() const { return ctl_.serverurl(); }

private:
    struct fake_terminal : supervisor::ctl::console {
        void write(std::string_view text) override { shown += text; }
        void write_error(std::string_view text) override { errors += text; }
        std::optional<std::string> read_line(std::string_view prompt) override {
            shown += prompt;
            if (typed.empty()) return std::nullopt;
            std::string line = typed.front();
            typed.pop_front();
            return line;
        }
        std::optional<std::string> read_password(std::string_view prompt) override {
            return read_line(prompt);
        }
        int input() const noexcept override { return -1; }
        bool holds_line() const noexcept override { return false; }
        bool is_terminal() const noexcept override { return tty; }
        bool has_colours() const noexcept override { return colours; }
        std::string shown;
        bool tty = false;
        bool colours = false;
        std::string errors;
        std::deque<std::string> typed;
    };

    struct fake_server : supervisor::ctl::server {
        fake_server(session& owner, std::string given)
            : session_(owner), password_(std::move(given)) {}
        value call(std::string_view method, const medusa::xmlrpc_array& params) override {
            return session_.answer(method, params, password_);
        }
        void call_all(const std::vector<supervisor::ctl::rpc_call>& calls,
                      const std::function<void(std::size_t, supervisor::ctl::rpc_outcome)>&
                          on_outcome) override {
            session_.settle(calls, on_outcome, *this);
        }
        supervisor::http_exchange open(std::string_view) override {
            throw supervisor::http_status_error(404, "Not Found");
        }
        std::string get(std::string_view path) override {
            std::string all;
            const auto found = session_.streams_.find(std::string(path));
            if (found == session_.streams_.end())
                throw supervisor::http_status_error(404, "Not Found");
            found->second([&](std::string_view piece) { all += piece; });
            return all;
        }
        bool stream(std::string_view path,
                    const std::function<void(std::string_view)>& on_data) override {
            return session_.streams_.at(std::string(path))(on_data);
        }
        bool converse(const supervisor::ctl::conversation& about) override {
            for (const auto& path : about.paths) {
                try {
                    session_.streams_.at(path)(
                        [&](std::string_view piece) { about.on_data(path, piece); });
                } catch (const std::exception&) {
                    about.on_error(path, std::current_exception());
                }
            }
            while (!session_.interrupts_ && about.on_input && about.on_input())
                ;
            return session_.interrupts_;
        }
        session& session_;
        std::string password_;
    };

    std::unique_ptr<supervisor::ctl::server> connect(const supervisor::ctl_config& config) {
        if (config.serverurl.starts_with("https"))
            throw std::invalid_argument("Unknown protocol for serverurl " + config.serverurl);
        return std::make_unique<fake_server>(*this, config.password);
    }

    void settle(const std::vector<supervisor::ctl::rpc_call>& calls,
                const std::function<void(std::size_t, supervisor::ctl::rpc_outcome)>& on_outcome,
                fake_server& server) {
        std::vector<supervisor::ctl::rpc_outcome> outcomes;
        for (const auto& call : calls) {
            try {
                outcomes.push_back(server.call(call.method, call.params));
            } catch (const std::exception&) {
                outcomes.push_back(std::current_exception());
            }
        }
        for (std::size_t i = 0; i < calls.size(); ++i) {
            const auto index = settles_backwards_ ? calls.size() - 1 - i : i;
            on_outcome(index, outcomes[index]);
        }
        calls_at_once_ = std::max(calls_at_once_, calls.size());
    }

    static std::string shown(const value& param) {
        return param.is_string() ? param.as_string() : std::to_string(param.as_int());
    }

    value answer(std::string_view method, const medusa::xmlrpc_array& params,
                 const std::string& password) {
        if (password != password_) throw supervisor::http_status_error(401, "Unauthorized");
        const auto name = std::string(method.substr(method.find('.') + 1));
        std::string call = name + "(";
        for (const auto& param : params)
            call += (&param == params.data() ? "" : ",") + shown(param);
        call += ")";
        if (name != "getVersion") calls_ += (calls_.empty() ? "" : " ") + call;
        const auto exact = script_.find(call);
        const auto found = exact != script_.end() ? exact : script_.find(name);
        if (found == script_.end()) throw supervisor::rpc_fault(supervisor::fault::unknown_method);
        return found->second();
    }

    std::map<std::string, std::function<value()>> script_;
    std::map<std::string, std::function<bool(const std::function<void(std::string_view)>& on_data)>>
        streams_;
    std::string password_;
    std::string calls_;
    bool interrupts_ = false;
    bool settles_backwards_ = false;
    std::size_t calls_at_once_ = 0;
    bool stays_ = true;
    fake_terminal terminal_;
    supervisor::ctl::controller ctl_;
};

/// What methods tell of a process.
inline medusa::xmlrpc_value info(const char* group, const char* name, const char* statename,
                                 const char* description, int pid = 0) {
    return medusa::xmlrpc_struct{{"group", group},
                                 {"name", name},
                                 {"statename", statename},
                                 {"description", description},
                                 {"pid", pid}};
}

/// What became of a process in the answer of a method for many.
inline medusa::xmlrpc_value result(const char* group, const char* name, supervisor::fault status,
                                   const char* description = "OK") {
    return medusa::xmlrpc_struct{{"group", group},
                                 {"name", name},
                                 {"status", static_cast<int>(status)},
                                 {"description", description}};
}
