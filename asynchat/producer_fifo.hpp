#pragma once

#include "asynchat/producer.hpp"

#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace asynchat {

/// Output in the order it was pushed: strings, producers, and the mark that ends it.
///
/// front() hands out bytes to send, consume() takes off what was sent. A producer is asked for
/// more() only by refill(), and refill() asks only while less than a buffer waits. Holds no memory
/// after give_back() while nothing waits.
class producer_fifo {
public:
    void push(std::string_view data);
    void push(std::string&& data);
    void push(const char* data) { push(std::string_view(data)); }
    /// A null one is the end, as None is in Python.
    void push(std::unique_ptr<producer> source);
    /// After what is pushed so far comes the end.
    void push_end();

    /// Nothing to send and no end to come to.
    bool empty() const noexcept { return out_size() == 0 && (!queue_ || queue_->empty()); }

    /// The next thing is the end.
    bool at_end() const noexcept;

    /// The next thing is a producer that is not ready().
    bool stalled() const;

    /// Gathers pushed strings until about `wanted` bytes wait, and a producer's pieces, where one
    /// is next and ready(), while less than `asked_below` bytes do. A producer that throws is done
    /// with; what it threw is thrown from here once all that came before it has been consumed.
    /// With `spans`, a producer whose next bytes are those of a file is left alone: see span().
    void refill(std::size_t wanted, std::size_t asked_below, bool spans = false);
    void refill(std::size_t wanted) { refill(wanted, wanted); }

    /// Bytes of a file that are next: all that was gathered has been consumed, and a producer that
    /// is ready() has a span.
    file_span span() const;
    /// Takes off what was sent of it.
    void consume_span(std::size_t sent);

    /// Bytes gathered so far. They stay where they are until consume(), push() or refill().
    std::string_view front() const noexcept { return std::string_view(out_).substr(offset_); }
    /// The string that is next after front(), where one is and was not gathered.
    std::string_view behind() const noexcept;
    /// REQUIRES: no more than front() and behind() have.
    void consume(std::size_t sent) noexcept;

    /// Bytes gathered or pushed as strings and not yet consumed; what producers hold is not
    /// counted.
    std::size_t size() const noexcept { return out_size() + queued_; }

    void clear() noexcept;

    /// Gathers in the memory of `spare` from now on, when nothing waits.
    void lend(std::string& spare) noexcept;
    /// Puts the memory gathered in into `spare`, when nothing waits; holds none then.
    void give_back(std::string& spare) noexcept;

private:
    struct end {};
    using entry = std::variant<std::string, std::unique_ptr<producer>, end, std::exception_ptr>;

    std::size_t out_size() const noexcept { return out_.size() - offset_; }
    std::deque<entry>& queue();
    void append(std::string_view data);
    /// Asks `source`, the one in front, for a piece; false when it threw or cleared the fifo.
    bool ask(std::unique_ptr<producer>& source, std::string& piece);

    std::string out_;
    std::size_t offset_ = 0; // of out_, sent already
    std::size_t queued_ = 0;
    std::unique_ptr<std::deque<entry>> queue_; // made on demand: an empty deque costs 600 bytes
};

} // namespace asynchat
