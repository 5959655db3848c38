#pragma once

#include "asynchat/producer.hpp"
#include "medusa/compressing_producer.hpp"
#include "medusa/file_producer.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// Producers that nest: everything about HTTP output is composed of these, and of simple_producer,
/// file_producer and compressing_producer. Each asks the one inside only when it is asked itself
/// and that one is ready(), so the peer paces them all, and a source that has nothing yet, until
/// resume_output() is called, makes all around it wait at no cost. A page of a log that is
/// compressed while it is sent:
///
///     auto page = std::make_unique<composite_producer>();
///     page->add("<pre>");
///     page->add(std::make_unique<escaping_producer>(
///         std::make_unique<file_producer>(std::move(log), size)));
///     page->add("</pre>");
///     request->reply().set("Content-Encoding", "gzip");
///     request->push(std::make_unique<compressing_producer>(std::move(page)));
///
/// Each owns the one inside. Source: medusa's producers.
namespace medusa {

/// Lines, each with a CRLF after it, about as many at a time as fill a segment.
class lines_producer : public asynchat::producer {
public:
    explicit lines_producer(std::vector<std::string> lines) noexcept : lines_(std::move(lines)) {}
    std::string more() override;

private:
    std::vector<std::string> lines_;
    std::size_t next_ = 0;
};

/// Several, one after the other.
class composite_producer : public asynchat::producer {
public:
    void add(std::string data);
    void add(std::unique_ptr<asynchat::producer> source);
    std::string more() override;
    bool ready() override;
    asynchat::file_span span() override;
    void span_sent(std::size_t size) override;

private:
    asynchat::producer* source_in_front() noexcept; // null where that is text, or nothing

    std::deque<std::variant<std::string, std::unique_ptr<asynchat::producer>>> parts_;
};

/// Each piece as a chunk of the chunked transfer coding, and the last chunk at the end (RFC
/// 9112 7.1).
class chunked_producer : public asynchat::producer {
public:
    explicit chunked_producer(std::unique_ptr<asynchat::producer> inner) noexcept
        : inner_(std::move(inner)) {}
    std::string more() override;
    bool ready() override { return !inner_ || inner_->ready(); }

private:
    std::unique_ptr<asynchat::producer> inner_;
};

/// Calls a function with the number of bytes produced once the inner one is dry. Not called when
/// the producer is dropped before.
class hooked_producer : public asynchat::producer {
public:
    hooked_producer(std::unique_ptr<asynchat::producer> inner,
                    std::function<void(std::uint64_t bytes)> dry)
        : inner_(std::move(inner)), dry_(std::move(dry)) {}
    std::string more() override;
    bool ready() override { return inner_->ready(); }
    asynchat::file_span span() override { return inner_->span(); }
    void span_sent(std::size_t size) override;

private:
    std::unique_ptr<asynchat::producer> inner_;
    std::function<void(std::uint64_t)> dry_;
    std::uint64_t bytes_ = 0;
};

/// Text as HTML shows it: &, <, >, " and ' become entities, so that it may stand between tags and
/// in attributes. medusa's escaping_producer took any regular expression; here it is the one
/// escape a web page cannot do without.
class escaping_producer : public asynchat::producer {
public:
    explicit escaping_producer(std::unique_ptr<asynchat::producer> inner) noexcept
        : inner_(std::move(inner)) {}
    std::string more() override;
    bool ready() override { return inner_->ready(); }

private:
    std::unique_ptr<asynchat::producer> inner_;
};

} // namespace medusa
