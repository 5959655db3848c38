#pragma once

#include "asynchat/producer.hpp"
#include "asyncore/unique_fd.hpp"
#include "supervisor_demo/web/file_watcher.hpp"

#include <cstdint>
#include <functional>
#include <string>

#include <sys/types.h>

namespace supervisor {

/// A log as it grows, without an end. It begins a little before the end of the file.
///
/// When another file takes the name, as at a rotation, the rest of the old one is followed by the
/// new one from its beginning. A file that is cut short is told with a line of its own and then
/// read from its beginning.
/// Source: Supervisor's tail_f_producer.
class tail_producer : public asynchat::producer {
public:
    /// Begins at most `head` bytes before the end. `news` is called when ready() may have become
    /// true. Throws std::system_error when the file cannot be opened or watched.
    tail_producer(std::string path, std::uint64_t head, asyncore::socket_map& map,
                  std::function<void()> news);

    std::string more() override;
    bool ready() override;

    /// When the file was last written to.
    std::int64_t modified() const noexcept { return modified_; }

private:
    static constexpr std::size_t piece_size = 64 * 1024;

    void open();
    void watch();
    void look();
    bool read_piece();
    bool was_cut_short() const;
    bool follow();

    std::string path_;
    asyncore::socket_map& map_;
    std::function<void()> news_;
    asyncore::unique_fd file_;
    file_watcher::watch watch_;
    dev_t device_ = 0;
    ino_t inode_ = 0;
    std::int64_t modified_ = 0;
    off_t offset_ = 0;
    std::string piece_;
    bool changed_ = true; // since it was last found to have nothing new
};

} // namespace supervisor
