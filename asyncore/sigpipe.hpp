#pragma once
// Internal: not included outside asyncore/, and by no public header.

namespace asyncore {

/// Has the process ignore SIGPIPE, unless the program handles it: for the calls that raise it and
/// have no MSG_NOSIGNAL, as write(2) and sendfile(2). Looks once.
void ignore_sigpipe();

} // namespace asyncore
