#pragma once

#include "asynchat/producer.hpp"
#include "asyncore/unique_fd.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>

/// Producers that nest: everything about HTTP output is composed of these. Each asks the one inside
/// only when it is asked itself, so the peer paces them all. Source: medusa's producers.
namespace medusa {

/// The bytes of an open file, from where it stands, at most `length` of them. A file that ends
/// early ends the producer early; reading errors are thrown.
class file_producer : public asynchat::producer {
public:
    file_producer(asyncore::unique_fd file, std::uint64_t length) noexcept
        : file_(std::move(file)), left_(length) {}
    std::string more() override;

private:
    static constexpr std::size_t piece_size = 64 * 1024;
    asyncore::unique_fd file_;
    std::uint64_t left_;
};

/// Several, one after the other.
class composite_producer : public asynchat::producer {
public:
    void add(std::string data);
    void add(std::unique_ptr<asynchat::producer> source);
    std::string more() override;
    bool ready() override;

private:
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

private:
    std::unique_ptr<asynchat::producer> inner_;
    std::function<void(std::uint64_t)> dry_;
    std::uint64_t bytes_ = 0;
};

} // namespace medusa
