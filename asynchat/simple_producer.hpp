#pragma once

#include "asynchat/producer.hpp"

#include <cstddef>
#include <utility>

namespace asynchat {

/// Gives a string away in pieces of at most `buffer_size` bytes.
class simple_producer : public producer {
public:
    explicit simple_producer(std::string data, std::size_t buffer_size = 512)
        : data_(std::move(data)), buffer_size_(buffer_size) {}

    std::string more() override {
        std::string piece = data_.substr(offset_, buffer_size_);
        offset_ += piece.size();
        return piece;
    }

private:
    std::string data_;
    std::size_t offset_ = 0;
    std::size_t buffer_size_;
};

} // namespace asynchat
