#include "asynchat/producer_fifo.hpp"

#include <utility>

namespace asynchat {

namespace {

// Strings up to this size are gathered by copying; a longer one is worth a send of its own.
constexpr std::size_t copied_size = 16 * 1024;

// The largest that goes from channel to channel.
constexpr std::size_t lent_capacity = 256 * 1024;

// Its memory, too, which a string keeps when an empty one is assigned to it.
void let_go(std::string& text) noexcept {
    if (text.capacity() > std::string().capacity()) std::string().swap(text);
    text.clear();
}

} // namespace

std::deque<producer_fifo::entry>& producer_fifo::queue() {
    if (!queue_) queue_ = std::make_unique<std::deque<entry>>();
    return *queue_;
}

void producer_fifo::append(std::string_view data) {
    if (offset_ > 0 && offset_ * 2 > out_.size()) {
        out_.erase(0, offset_);
        offset_ = 0;
    }
    out_.append(data);
}

void producer_fifo::push(std::string_view data) {
    if (data.empty()) return; // an empty string would read as a finished producer
    if (!queue_ && (out_size() == 0 || data.size() + out_size() <= copied_size)) {
        append(data);
        return;
    }
    queued_ += data.size();
    if (queue_ && !queue_->empty()) {
        auto* last = std::get_if<std::string>(&queue_->back());
        if (last && last->size() + data.size() <= copied_size) {
            last->append(data);
            return;
        }
    }
    queue().emplace_back(std::in_place_type<std::string>, data);
}

void producer_fifo::push(std::string&& data) {
    if (data.size() <= copied_size) {
        push(std::string_view(data));
        return;
    }
    if (!queue_ && out_size() == 0) {
        out_ = std::move(data);
        offset_ = 0;
        return;
    }
    queued_ += data.size();
    queue().emplace_back(std::move(data));
}

void producer_fifo::push(std::unique_ptr<producer> source) {
    if (source)
        queue().emplace_back(std::move(source));
    else
        push_end();
}

void producer_fifo::push_end() {
    queue().emplace_back(end{});
}

bool producer_fifo::at_end() const noexcept {
    return out_size() == 0 && queue_ && !queue_->empty() &&
           std::holds_alternative<end>(queue_->front());
}

bool producer_fifo::stalled() const {
    if (out_size() > 0 || !queue_ || queue_->empty()) return false;
    const auto* source = std::get_if<std::unique_ptr<producer>>(&queue_->front());
    return source && (!*source || !(*source)->ready()); // a null one is being asked just now
}

file_span producer_fifo::span() const {
    if (out_size() > 0 || !queue_ || queue_->empty()) return {};
    const auto* source = std::get_if<std::unique_ptr<producer>>(&queue_->front());
    if (!source || !*source || !(*source)->ready()) return {};
    return (*source)->span();
}

void producer_fifo::consume_span(std::size_t sent) {
    std::get<std::unique_ptr<producer>>(queue_->front())->span_sent(sent);
}

void producer_fifo::refill(std::size_t wanted, std::size_t asked_below, bool spans) {
    while (queue_ && !queue_->empty() && out_size() < wanted) {
        entry& next = queue_->front();
        if (std::holds_alternative<end>(next)) return;
        if (const auto* failure = std::get_if<std::exception_ptr>(&next)) {
            if (out_size() > 0) return;
            const auto thrown = *failure;
            queue_->pop_front();
            std::rethrow_exception(thrown);
        }
        if (auto* text = std::get_if<std::string>(&next)) {
            if (out_size() > 0 && text->size() > copied_size) return;
            queued_ -= text->size();
            if (out_size() == 0) {
                out_ = std::move(*text);
                offset_ = 0;
            } else {
                append(*text);
            }
            queue_->pop_front();
            continue;
        }
        auto& source = std::get<std::unique_ptr<producer>>(next);
        if (!source || out_size() >= asked_below || !source->ready()) return;
        if (spans && source->span().size > 0) return;
        std::string piece;
        if (!ask(source, piece)) continue;
        if (piece.empty()) {
            if (!std::get<std::unique_ptr<producer>>(queue_->front())->ready()) return;
            queue_->pop_front();
        } else if (out_size() == 0) {
            out_ = std::move(piece);
            offset_ = 0;
        } else {
            append(piece);
        }
    }
    if (queue_ && queue_->empty()) queue_.reset();
}

bool producer_fifo::ask(std::unique_ptr<producer>& source, std::string& piece) {
    // Held here meanwhile: more() may push to, or clear, this very fifo. What it leaves as null in
    // front is the place of this one.
    auto asked = std::move(source);
    const auto put = [&](auto&& next) {
        if (!queue_ || queue_->empty()) return false;
        const auto* place = std::get_if<std::unique_ptr<producer>>(&queue_->front());
        if (!place || *place) return false;
        queue_->front() = std::forward<decltype(next)>(next);
        return true;
    };
    try {
        piece = asked->more();
    } catch (...) {
        if (!put(std::current_exception())) throw;
        return false;
    }
    return put(std::move(asked));
}

std::string_view producer_fifo::behind() const noexcept {
    if (!queue_ || queue_->empty()) return {};
    const auto* text = std::get_if<std::string>(&queue_->front());
    return text ? std::string_view(*text) : std::string_view();
}

void producer_fifo::consume(std::size_t sent) noexcept {
    if (sent > out_size()) { // only a large string has not been gathered
        sent -= out_size();
        out_ = std::move(std::get<std::string>(queue_->front()));
        offset_ = 0;
        queued_ -= out_.size();
        queue_->pop_front();
    }
    offset_ += sent;
    if (offset_ < out_.size()) return;
    offset_ = 0;
    out_.clear();
}

void producer_fifo::lend(std::string& spare) noexcept {
    if (out_size() > 0 || spare.capacity() <= out_.capacity()) return;
    out_ = std::move(spare);
    out_.clear();
    offset_ = 0;
}

void producer_fifo::give_back(std::string& spare) noexcept {
    if (out_size() > 0) return;
    if (out_.capacity() > spare.capacity() && out_.capacity() <= lent_capacity)
        spare = std::move(out_);
    let_go(out_);
    offset_ = 0;
}

void producer_fifo::clear() noexcept {
    let_go(out_);
    offset_ = 0;
    queued_ = 0;
    queue_.reset();
}

} // namespace asynchat
