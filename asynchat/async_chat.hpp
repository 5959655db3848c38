#pragma once

#include "asynchat/producer_fifo.hpp"
#include "asynchat/terminator.hpp"
#include "asyncore/dispatcher.hpp"
#include "asyncore/timer.hpp"

#include <concepts>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace asynchat {

/// A channel whose input runs until a terminator and whose output is a fifo of producers. Derive,
/// and supply collect_incoming_data() and found_terminator(); see asynchat.hpp for the idea.
///
/// Output pushed during handle_read() is sent once, when the input at hand has been dealt with:
/// sixteen answers to sixteen lines are one send. Output pushed at any other time is sent at once,
/// as far as the peer takes it.
///
/// Ownership: the channel owns what is pushed. An idle channel holds no buffers, also after it has
/// spoken: those in use are lent by its map.
/// Source: CPython 3.11's asynchat.async_chat.
class async_chat : public asyncore::dispatcher {
public:
    explicit async_chat(asyncore::socket_map& map = asyncore::default_socket_map());
    explicit async_chat(asyncore::unique_fd socket,
                        asyncore::socket_map& map = asyncore::default_socket_map());
    ~async_chat() override;

    /// Input, as it arrives, without the terminator. The view lives only for the call.
    virtual void collect_incoming_data(std::string_view data) = 0;

    /// What ends the piece has been seen. When this throws and handle_error() leaves the channel
    /// open, the input after it is looked at with the next that arrives.
    virtual void found_terminator() = 0;

    /// Sets what ends the next piece of input.
    ///
    /// May be called from within found_terminator(): bytes already received are looked at again
    /// under the new terminator before any more are read.
    void set_terminator(terminator ends) noexcept { terminator_ = std::move(ends); }
    void set_terminator(std::string_view ends) { terminator_ = terminator(std::string(ends)); }
    /// Null is nothing, as None is in Python.
    void set_terminator(const char* ends) { set_terminator(std::string_view(ends ? ends : "")); }
    void set_terminator(char) = delete;
    void set_terminator(bool) = delete;
    /// Throws std::invalid_argument when `count` is negative.
    void set_terminator(std::integral auto count) {
        if (std::cmp_less(count, 0))
            throw std::invalid_argument("set_terminator: the number of bytes is negative");
        terminator_ = terminator(static_cast<std::size_t>(count));
    }
    const terminator& get_terminator() const noexcept { return terminator_; }

    /// Output, after all that was pushed before. An empty string is nothing; null is no string, and
    /// throws std::invalid_argument.
    void push(std::string_view data);
    void push(std::string&& data);
    void push(const char* data);
    /// One after the other, and where it may be in one send.
    void push_both(std::string_view first, std::string&& second);
    /// A null producer is the end, as None is in Python: see close_when_done().
    void push_with_producer(std::unique_ptr<producer> source);

    /// Closes now. What hooks have pushed while input was dealt with is sent first, as far as the
    /// peer takes it at once.
    /// What waits in either direction stays, as in Python; who opens the channel anew begins with
    /// discard_buffers().
    void close() override;

    /// Closes, through handle_close(), when everything pushed so far has been sent: at once, where
    /// nothing waits and no input is being dealt with. What is pushed afterwards is not sent any
    /// more, unless handle_close() leaves the channel open, or opens it anew.
    void close_when_done();

    /// Forgets input not yet collected and output not yet sent; from within a hook, also what is
    /// left of the input at hand.
    void discard_buffers() noexcept;

    /// Whether output waits to be sent.
    bool output_pending() const noexcept { return !fifo_.empty(); }

    /// Bytes of pushed strings that wait to be sent.
    std::size_t output_size() const noexcept { return fifo_.size(); }

    /// A producer that was not ready() has something now.
    void resume_output();

    /// Stops collecting: input that arrives is held back, up to one buffer, and then left in the
    /// kernel. The peer's going away is still noticed. From within found_terminator() it takes
    /// effect before the next byte.
    void pause_input() noexcept { input_paused_ = true; }
    /// Collects again, what was held back first, from the loop's next turn at the latest.
    void resume_input();
    bool input_paused() const noexcept { return input_paused_; }
    /// Whether input has arrived that has not been collected.
    bool input_held() const noexcept { return !ac_in_buffer_.empty() || more_input_; }

    /// Calls handle_timeout() when for `timeout` no byte has come from the peer and none has been
    /// taken by it; again after another `timeout`, if the channel is still open then. Counts from
    /// this call on. Zero or less turns it off. close() ends it.
    ///
    /// Cost: a byte is a look at the clock, not a timer armed; one timer at a time is armed and
    /// looks, when due, how long ago the last byte was. Channels that do not use it pay nothing.
    void set_idle_timeout(asyncore::duration timeout);

    /// Paces who pushes by the peer: when output_size() has reached `high`, handle_high_water() is
    /// called, and when it has fallen to `low` after that, handle_low_water(); each once for each
    /// crossing. What the peer takes at once does not count. A producer is asked only while at most
    /// `low` bytes wait, so that what is held is never more than one piece above.
    ///
    /// Either hook may push: it is sent when the hook returns, and a crossing it causes is told
    /// after that, never inside. A hook that fills up at low water should go on until output_size()
    /// has reached `high`, as only then it is called again. Two zeros turn it off.
    /// Throws std::invalid_argument unless low < high.
    void set_water_marks(std::size_t low, std::size_t high);

    /// The most read in one go, and the most input held back while input is paused. Override it,
    /// for a class or, with a member of its own, for each channel; at most 128 KB are used.
    virtual std::size_t ac_in_buffer_size() const noexcept { return 64 * 1024; }
    /// The most handed to one send(), and gathered for it.
    virtual std::size_t ac_out_buffer_size() const noexcept { return 64 * 1024; }

    bool readable() override;
    bool writable() override;
    void handle_read() override;
    void handle_write() override;
    void handle_connect() override;
    /// Does nothing: out-of-band data is no part of a dialogue.
    void handle_expt() override;
    void handle_close() override;
    /// Stops listening to the peer, and closes when everything pushed so far has been sent. What
    /// the peer still says is read and dropped, for to close with input unread would reset the
    /// connection, and output on its way with it. A protocol that owes answers to what it has
    /// collected overrides this, and calls it when it has pushed them.
    void handle_stop() override;
    /// Closes, through handle_close().
    virtual void handle_timeout();
    /// These do nothing.
    virtual void handle_high_water();
    virtual void handle_low_water();
    /// Sends what was pushed so far in plain text. Throws std::runtime_error when the peer does not
    /// take it at once, and when input has been received that found_terminator() has not seen: what
    /// follows the command that starts TLS could be anyone's. Source: RFC 3207, section 4.2.
    void handle_start_tls() override;

protected:
    /// Sends what the peer takes. Called by push(); never needed by a subclass.
    void initiate_send();

private:
    void process(std::string_view input);
    /// Runs hooks over `input` and takes off what they have dealt with; what is left may be the
    /// beginning of the terminator, or is held back.
    void look_at(std::string_view& input);
    /// After a hook threw: input left over is kept.
    void keep_after_throw(std::string_view input);
    void send_waiting();
    void flush_soon();
    void send_share();
    /// Has the kernel send bytes of a file; sets blocked_.
    std::size_t send_span(const file_span& span);

    /// What most channels do without: made when it is asked for.
    struct ac_limits;
    ac_limits& ac_limits_made();
    /// Calls the hooks of water marks that were crossed; whether there was one.
    bool tell_water_marks();
    void moved() noexcept; // bytes were, in either direction
    void watch_idle(asyncore::duration left);
    void look_idle();

    terminator terminator_;
    std::string ac_in_buffer_; // input not decided yet, or held back
    producer_fifo fifo_;
    std::unique_ptr<ac_limits> ac_limits_;
    bool input_paused_ = false;
    bool more_input_ = false; // look_at() holds more than the piece at hand
    bool in_read_ = false;    // output is being gathered
    bool blocked_ = false;    // the last send was short: wait for writable
    bool unsent_ = false;     // pushed while input is dealt with, and not tried yet
    bool sending_ = false;    // initiate_send() is on the stack
    bool discarded_ = false;  // by a hook, while input is dealt with
    bool unheard_ = false;    // handle_stop() was called: input is dropped
};

} // namespace asynchat
