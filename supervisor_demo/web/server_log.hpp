#pragma once

namespace medusa {
class http_server;
}

namespace supervisor {

struct server_config;
class logger;

/// "127.0.0.1:Medusa (V1.12) started at Sun Nov 22 19:03:38 2026", with the name of the host and
/// the port below it, at trace level. Without that level it does nothing; with it, it asks the
/// resolver for the name, and BLOCKS until that answers, as Supervisor does.
void log_start(const server_config& server, logger& log);

/// From now on a line for each request whose answer has been made in full:
///
///     127.0.0.1:52114 - - [22/Nov/2026:19:03:38 +0000] "GET /ok.html HTTP/1.1" 200 124
///
/// Who asked ("localhost:0" over a Unix socket), when, the request line, the status, and the bytes
/// of the whole answer, head and chunk lines included. At trace level; as Supervisor looks for no
/// more than the word, a line with "error" in it is an error. What was no request is not told.
/// The line is written in the loop's next turn, after what the request's call had to say.
/// REQUIRES: `log` outlives the server, whose map outlives it.
void log_hits(medusa::http_server& server, logger& log);

} // namespace supervisor
