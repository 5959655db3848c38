#pragma once

#include <string>
#include <string_view>

namespace supervisor {

/// Tells the service manager that started us how we are: systemd's, or any that follows
/// sd_notify(3). Says nothing where there is none.
///
/// Source: https://www.freedesktop.org/software/systemd/man/sd_notify.html
class service_notifier {
public:
    /// Takes $NOTIFY_SOCKET and removes it from the environment: programs are not to answer for us.
    service_notifier();

    /// Ready, also again after reloading(). The manager learns our pid, which is another since the
    /// daemon went to the background.
    void ready(std::string_view status) const;
    void reloading() const;
    void stopping() const;

private:
    // One datagram. A manager that does not listen is its own loss: nothing is waited for.
    void send(const std::string& state) const noexcept;

    std::string socket_; // a path, or @name for an abstract one; empty: no one to tell
};

} // namespace supervisor
