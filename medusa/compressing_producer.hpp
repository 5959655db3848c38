#pragma once

#include "asynchat/producer.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace medusa {

/// The pieces of another in the gzip format (RFC 1952), for a Content-Encoding of gzip. Each piece
/// of the inner one is flushed (Z_SYNC_FLUSH), so that the peer can read it at once and a source
/// that pauses, as the tail of a log does, holds nothing back; what is small should be joined
/// before. The same input in the same pieces gives the same output.
///
/// Costs about 270 KB until its end, and the CPU of `level`, 1 to 9, on the loop's thread. Throws
/// std::bad_alloc.
class compressing_producer : public asynchat::producer {
public:
    explicit compressing_producer(std::unique_ptr<asynchat::producer> inner, int level = 6);
    ~compressing_producer() override;

    std::string more() override;
    bool ready() override;

private:
    struct stream;

    std::unique_ptr<asynchat::producer> inner_; // null once it is dry
    std::unique_ptr<stream> stream_;
};

/// All of `text` in the gzip format.
std::string gzip(std::string_view text, int level = 6);

} // namespace medusa
