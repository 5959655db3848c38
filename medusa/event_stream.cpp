#include "medusa/event_stream.hpp"

#include "asynchat/producer.hpp"
#include "medusa/http_request.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace medusa {

namespace {

void append_field(std::string& out, std::string_view name, std::string_view value) {
    if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos)
        throw std::invalid_argument("a line break or NUL in the " + std::string(name) +
                                    " of an event");
    out.append(name).append(": ").append(value).append("\n");
}

} // namespace

std::string format_event(const server_event& event) {
    std::string out;
    out.reserve(event.data.size() + 64);
    if (!event.event.empty()) append_field(out, "event", event.event);
    if (!event.id.empty()) append_field(out, "id", event.id);
    if (event.retry) append_field(out, "retry", std::to_string(event.retry->count()));
    std::string_view rest = event.data;
    for (;;) {
        const std::size_t end = rest.find_first_of("\r\n");
        out.append("data: ").append(rest.substr(0, end)).append("\n");
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + (rest.substr(end, 2) == "\r\n" ? 2 : 1));
    }
    return out += '\n';
}

struct event_stream::listener_list {
    std::vector<std::shared_ptr<listener>> all;
    std::size_t gone = 0; // of them, which have left
    std::size_t dropped = 0;

    // Not while they are being told.
    void sweep();
};

// One who listens: the request, and what it has still to be given.
class event_stream::listener {
public:
    listener(std::shared_ptr<http_request> request, std::weak_ptr<listener_list> list)
        : request_(std::move(request)), list_(std::move(list)) {}

    class source : public asynchat::producer {
    public:
        explicit source(std::shared_ptr<listener> of) : of_(std::move(of)) {}
        std::string more() override {
            if (of_->waiting_.empty()) {
                of_->leave();
                return {};
            }
            const bytes next = std::move(of_->waiting_.front());
            of_->waiting_.pop_front();
            of_->size_ -= next->size();
            return *next;
        }
        bool ready() override { return of_->ended_ || !of_->waiting_.empty(); }

    private:
        std::shared_ptr<listener> of_;
    };

    void add(const bytes& text) {
        waiting_.push_back(text);
        size_ += text->size();
    }
    std::size_t size() const noexcept { return size_; }
    bool listens() const noexcept { return request_ && !ended_; }
    bool has_left() const noexcept { return !request_; }
    bool has_waiting() const noexcept { return !waiting_.empty(); }

    // Each may be the end of the channel, and then of the request: leave() is called within.
    void tell(const bytes& text) {
        add(text);
        resume();
    }
    void end() {
        ended_ = true;
        resume();
    }
    void forget() {
        waiting_.clear();
        size_ = 0;
    }
    void leave() {
        forget();
        const auto list = list_.lock();
        if (std::exchange(request_, nullptr) && list) ++list->gone;
    }

private:
    void resume() {
        if (const auto request = request_) request->resume_output();
    }

    std::shared_ptr<http_request> request_;
    std::weak_ptr<listener_list> list_;
    std::deque<bytes> waiting_;
    std::size_t size_ = 0;
    bool ended_ = false;
};

void event_stream::listener_list::sweep() {
    if (gone * 2 <= all.size()) return;
    std::erase_if(all, [](const auto& one) { return one->has_left(); });
    gone = 0;
}

event_stream::event_stream(std::string path, asyncore::socket_map& map)
    : path_(std::move(path)), map_(map), listeners_(std::make_shared<listener_list>()) {}

event_stream::~event_stream() {
    end_streams();
}

std::size_t event_stream::dropped() const noexcept {
    return listeners_->dropped;
}

std::size_t event_stream::listeners() const noexcept {
    return listeners_->all.size() - listeners_->gone;
}

bool event_stream::match(const http_request& request) {
    return request.path() == path_;
}

void event_stream::handle_request(const std::shared_ptr<http_request>& request) {
    if (closed_) {
        request->reply_code(204);
        request->done();
        return;
    }
    if (max_listeners > 0 && listeners() >= max_listeners) {
        request->error(503);
        return;
    }
    request->reply().set("Content-Type", "text/event-stream");
    request->reply().set("Cache-Control", "no-store");
    request->reply().set("X-Accel-Buffering", "no"); // nginx would hold events back
    const auto one = std::make_shared<listener>(request, listeners_);
    request->push(std::make_unique<listener::source>(one));
    if (request->method() != "HEAD") {
        listeners_->sweep();
        listeners_->all.push_back(one);
        request->set_endless();
        request->on_close([weak = std::weak_ptr<listener>(one)] {
            if (const auto left = weak.lock()) left->leave();
        });
        if (const auto last = request->head().headers().find("Last-Event-ID")) replay(*one, *last);
    }
    request->done();
    if (!silence_.pending()) watch_silence();
}

void event_stream::replay(listener& to, std::string_view last_id) {
    auto from = std::find_if(kept_.begin(), kept_.end(),
                             [last_id](const kept_event& one) { return one.id == last_id; });
    from = from == kept_.end() ? kept_.begin() : std::next(from);
    for (; from != kept_.end(); ++from)
        to.add(from->text);
}

void event_stream::keep(std::string id, const bytes& text) {
    if (id.empty() || max_kept == 0) return;
    kept_bytes_ += text->size();
    kept_.push_back({std::move(id), text});
    while (kept_.size() > max_kept || (kept_bytes_ > max_kept_bytes && kept_.size() > 1)) {
        kept_bytes_ -= kept_.front().text->size();
        kept_.pop_front();
    }
}

void event_stream::send(const server_event& event) {
    const auto text = std::make_shared<const std::string>(format_event(event));
    if (closed_) return;
    keep(event.id, text);
    spoken_ = true;
    tell_all(text);
}

void event_stream::tell_all(const bytes& text) {
    // What a listener's channel does may add listeners, or destroy this stream.
    const auto list = listeners_;
    const std::size_t most = max_waiting;
    for (std::size_t i = 0, count = list->all.size(); i < count; ++i) {
        const auto one = list->all[i];
        if (!one->listens()) continue;
        if (one->size() + text->size() > most && one->has_waiting()) {
            ++list->dropped;
            one->forget();
            one->end();
        } else {
            one->tell(text);
        }
    }
}

void event_stream::watch_silence() {
    if (keep_alive.count() <= 0) return;
    spoken_ = false;
    silence_ = asyncore::call_later(
        keep_alive,
        [this] {
            if (listeners() == 0) return; // the next who comes begins anew
            const bool silent = !spoken_;
            watch_silence();
            if (silent) tell_all(std::make_shared<const std::string>(":\n\n"));
        },
        map_);
}

void event_stream::end_streams() {
    silence_.cancel();
    const auto list = listeners_;
    for (std::size_t i = 0; i < list->all.size(); ++i)
        list->all[i]->end();
}

void event_stream::close() {
    closed_ = true;
    kept_.clear();
    kept_bytes_ = 0;
    end_streams();
}

} // namespace medusa
