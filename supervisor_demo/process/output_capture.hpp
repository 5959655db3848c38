#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace supervisor {

/// Finds what a program says between <!--XSUPERVISOR:BEGIN--> and <!--XSUPERVISOR:END--> in its
/// output, however the reads cut it.
///
/// Only bytes that may be the beginning of a token are held back until more arrives. Source:
/// Supervisor's documentation, "Capture Mode".
class output_capture {
public:
    static constexpr std::string_view begin_token = "<!--XSUPERVISOR:BEGIN-->";
    static constexpr std::string_view end_token = "<!--XSUPERVISOR:END-->";

    /// At most about `maxbytes` of one capture are kept: a piece that does not fit any more pushes
    /// as many bytes out at the front as it brings. One piece is kept whole, whatever its size.
    explicit output_capture(std::int64_t maxbytes) : maxbytes_(maxbytes) {}

    enum class found { text, captured, communication };

    /// Calls `told(found, data)` for each part of `data`, in order: text outside of the tokens, a
    /// piece of what is being captured, and at an end token all of it that was kept.
    template <class Told>
    void feed(std::string_view data, Told&& told);

    /// The output has ended: what was held back is no token.
    template <class Told>
    void end(Told&& told);

private:
    struct part {
        std::string_view before; // up to the token, or all that can be no token
        bool token = false;
    };
    part next(std::string_view data) const;
    void keep(std::string_view piece);

    template <class Told>
    void tell(std::string_view piece, Told&& told);

    std::int64_t maxbytes_;
    bool capturing_ = false;
    std::string held_back_;
    std::string captured_;
};

template <class Told>
void output_capture::tell(std::string_view piece, Told&& told) {
    if (piece.empty()) return;
    if (capturing_) keep(piece);
    told(capturing_ ? found::captured : found::text, piece);
}

template <class Told>
void output_capture::feed(std::string_view data, Told&& told) {
    std::string joined;
    if (!held_back_.empty()) {
        joined.swap(held_back_);
        joined += data;
        data = joined;
    }
    while (!data.empty()) {
        const part one = next(data);
        tell(one.before, told);
        data.remove_prefix(one.before.size());
        if (!one.token) {
            held_back_ = data;
            return;
        }
        data.remove_prefix((capturing_ ? end_token : begin_token).size());
        if (capturing_) {
            told(found::communication, std::string_view(captured_));
            captured_ = std::string();
        }
        capturing_ = !capturing_;
    }
}

template <class Told>
void output_capture::end(Told&& told) {
    std::string rest;
    rest.swap(held_back_);
    tell(rest, told);
}

} // namespace supervisor
