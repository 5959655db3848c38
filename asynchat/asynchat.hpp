#pragma once

/// Dialogues: one side sends a command, the other an answer.
///
/// Derive from async_chat and supply two functions. collect_incoming_data() is handed input as it
/// arrives; found_terminator() is called when what ends it has been seen. What ends it is a
/// terminator: a string, a number of bytes, or nothing. Change it whenever the dialogue changes:
///
///     "\r\n\r\n"        a request header ends in a blank line
///     content_length    then so many bytes of body
///     "\r\n\r\n"        then the next request
///
/// Output is a fifo of producers, asked for more() only when the peer can take it. A slow reader
/// therefore costs one buffer, however long the answer.
///
/// A session of a news server, as its channel sees it:
///
///     found_terminator()   "LIST"            push("215 list follows\r\n"), push_with_producer(...)
///     found_terminator()   "POST"            set_terminator("\r\n.\r\n"), push("340 send it\r\n")
///     found_terminator()   the article       set_terminator("\r\n"), push("240 posted\r\n")
///     found_terminator()   "QUIT"            push("205 bye\r\n"), close_when_done()
///
/// A peer is never trusted to be quick, or to be there: set_idle_timeout() ends a dialogue in which
/// nothing moves, set_water_marks() paces who pushes by who reads, and asyncore::stop() lets every
/// dialogue send what it has pushed before the program ends.
///
/// All of it is bytes. Python's use_encoding and encoding, which turn a str pushed by mistake into
/// bytes, have no counterpart, for a string here is bytes already. Nor have incoming,
/// _collect_incoming_data() and _get_data(): a subclass appends to a string of its own.
///
/// Read on: async_chat.hpp, the channel; terminator.hpp, what ends its input; producer.hpp, what
/// makes its output, and simple_producer.hpp, the plainest one; producer_fifo.hpp, where output
/// waits.

#include "asynchat/async_chat.hpp"
#include "asynchat/producer.hpp"
#include "asynchat/producer_fifo.hpp"
#include "asynchat/simple_producer.hpp"
#include "asynchat/terminator.hpp"
