#pragma once

#include <string>
#include <vector>

namespace supervisor::ctl {

/// The lines a shell remembers from one time to the next, one on each line of a file, as GNU
/// readline keeps them: one may go on with the file of Supervisor's own shell.
///
/// A file that cannot be read or written is no error; then nothing is remembered.
class history_file {
public:
    static constexpr std::size_t max_lines = 2000;

    explicit history_file(std::string path) : path_(std::move(path)) {}

    /// The lines there are, oldest first, and no more than max_lines. A longer file is cut to that
    /// many. The header and the escapes of a file that libedit wrote are understood.
    std::vector<std::string> load() const;

    /// Adds a line at once, so that shells beside each other lose nothing. Only its owner may read
    /// a file that is made.
    void append(const std::string& line) const;

private:
    std::string path_;
};

} // namespace supervisor::ctl
