#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace supervisor {

/// One thing that is wrong in the configuration, and where.
struct finding {
    std::string file;
    int line = 0; // 0: not about a line
    std::string section;
    std::string key;   // empty: about the whole section
    std::string value; // as it is written in the file
    std::string what;  // goes on from the value: "is not a whole number"

    /// "/etc/s.conf:12: [program:cat] startsecs = soon: is not a whole number"
    std::string text() const;
    bool operator==(const finding&) const = default;
};

/// The command line or the files cannot be used. what() is the sentence Supervisor 4.2.5 stops
/// with, about the first error only; findings() are all errors, in the same order.
class config_error : public std::runtime_error {
public:
    explicit config_error(const std::string& original, std::vector<finding> findings = {})
        : std::runtime_error(original), findings_(std::move(findings)) {}

    const std::vector<finding>& findings() const noexcept { return findings_; }

    /// What goes to stderr before the exit with status 2: Supervisor's two lines, then every
    /// finding on a line of its own.
    std::string report(const std::string& progname) const;

private:
    std::vector<finding> findings_;
};

/// Supervisor's two lines for a sentence: "Error: ...\nFor help, use PROGNAME -h\n".
std::string usage_error(const std::string& original, const std::string& progname);

} // namespace supervisor
