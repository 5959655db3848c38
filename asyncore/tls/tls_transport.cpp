#include "asyncore/tls/tls_transport.hpp"

#include "asyncore/errors.hpp"
#include "asyncore/tls/tls_error.hpp"
#include "asyncore/tls/tls_sessions.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <utility>

#include <sys/epoll.h>
#include <sys/socket.h>

namespace asyncore {

namespace {

constexpr std::size_t record_size = SSL3_RT_MAX_PLAIN_LENGTH;

// Gathered for one send(2): four full records.
constexpr std::size_t gathered_output = 4 * record_size;

// With more than this unsent nothing is read, for what is read (a key update) may want an answer.
constexpr std::size_t most_unsent = 2 * gathered_output;

// Records without data dealt with in one recv().
constexpr int silent_records = 64;

struct openssl_string_free {
    void operator()(char* text) const noexcept { OPENSSL_free(text); }
};

// What OpenSSL writes between two flushes, of whichever channel: none keeps a buffer of its own.
std::string& gathered() {
    static thread_local std::string records;
    return records;
}

} // namespace

struct tls_transport::bio {
    static tls_transport& owner(BIO* self) {
        return *static_cast<tls_transport*>(BIO_get_data(self));
    }

    static int write(BIO*, const char* data, int size) {
        gathered().append(data, static_cast<std::size_t>(size));
        return size;
    }

    static int read(BIO* self, char* buffer, int size) {
        tls_transport& it = owner(self);
        BIO_clear_retry_flags(self);
        ssize_t got = -1;
        do {
            got = ::recv(it.fd_, buffer, static_cast<std::size_t>(size), 0);
        } while (got < 0 && errno == EINTR);
        it.drained_ = got < 0 && would_block(errno);
        if (got > 0) {
            it.heard_ = true;
        } else if (got == 0) {
            it.eof_ = true;
        } else if (it.drained_) {
            BIO_set_retry_read(self);
        } else {
            it.error_ = errno;
        }
        return static_cast<int>(got);
    }

    static long control(BIO* self, int command, long, void*) {
        if (command == BIO_CTRL_FLUSH) return 1;
        if (command == BIO_CTRL_EOF) return owner(self).eof_ ? 1 : 0;
        return 0;
    }

    static const BIO_METHOD* method() {
        static const std::unique_ptr<BIO_METHOD, openssl_free<& BIO_meth_free>> made = [] {
            std::unique_ptr<BIO_METHOD, openssl_free<&BIO_meth_free>> one(
                BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "asyncore socket"));
            BIO_meth_set_write(one.get(), write);
            BIO_meth_set_read(one.get(), read);
            BIO_meth_set_ctrl(one.get(), control);
            return one;
        }();
        return made.get();
    }
};

void tls_transport::keep_sessions(SSL_CTX* of) {
    SSL_CTX_set_session_cache_mode(of, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(of, [](SSL* ssl, SSL_SESSION* session) {
        const tls_transport& it = bio::owner(SSL_get_rbio(ssl));
        const char* const name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
        const std::unique_ptr<char, openssl_string_free> numeric(
            name ? nullptr : X509_VERIFY_PARAM_get1_ip_asc(SSL_get0_param(ssl)));
        if (!name && !numeric) return 0;
        it.credentials_->sessions->keep(name ? name : numeric.get(), ssl_session_ptr(session));
        return 1; // it is ours now
    });
}

tls_transport::tls_transport(std::shared_ptr<const tls_credentials> with, int fd,
                             std::string_view server_name, std::string peer, bool reached)
    : credentials_(std::move(with)),
      ssl_(SSL_new(credentials_->contexts.front().get())),
      peer_(std::move(peer)),
      fd_(fd),
      reached_(reached) {
    BIO* const socket = BIO_new(bio::method());
    if (!ssl_ || !socket) throw tls_error("OpenSSL", openssl_reason());
    BIO_set_data(socket, this);
    BIO_set_init(socket, 1);
    SSL_set_bio(ssl_.get(), socket, socket);
    if (credentials_->server) {
        SSL_set_accept_state(ssl_.get());
        return;
    }
    SSL_set_connect_state(ssl_.get());
    if (server_name.ends_with('.')) server_name.remove_suffix(1);
    if (server_name.empty()) {
        if (!credentials_->verifies) return;
        throw std::invalid_argument("start_tls: a client names the server it wants");
    }
    const std::string name(server_name);
    if (const auto session = credentials_->sessions->take(name))
        SSL_set_session(ssl_.get(), session.get());
    X509_VERIFY_PARAM* const verify = SSL_get0_param(ssl_.get());
    X509_VERIFY_PARAM_set_hostflags(verify, name_flags);
    if (X509_VERIFY_PARAM_set1_ip_asc(verify, name.c_str()) == 1) return; // RFC 6066: not told
    if (X509_VERIFY_PARAM_set1_host(verify, name.data(), name.size()) != 1 ||
        SSL_ctrl(ssl_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                 const_cast<char*>(name.c_str())) != 1)
        throw std::invalid_argument("start_tls: no name of a server: " + name);
    ERR_clear_error();
}

tls_transport::~tls_transport() = default;

std::string tls_transport::sentence(std::string_view what) const {
    return "TLS with " + peer_ + std::string(what);
}

int tls_transport::flush() {
    std::string& made = gathered();
    std::string_view records = made;
    if (!unsent_.empty()) {
        unsent_.append(made);
        records = unsent_;
    }
    std::size_t sent = 0;
    int error = 0;
    while (sent < records.size()) {
        const ssize_t now = ::send(fd_, records.data() + sent, records.size() - sent, MSG_NOSIGNAL);
        if (now >= 0) {
            sent += static_cast<std::size_t>(now);
        } else if (errno != EINTR) {
            if (!would_block(errno)) error = errno;
            break;
        }
    }
    if (error != 0 || sent == records.size())
        unsent_ = std::string();
    else if (unsent_.empty())
        unsent_.assign(records.substr(sent));
    else
        unsent_.erase(0, sent);
    made.clear();
    return error;
}

std::uint32_t tls_transport::handle_events(std::uint32_t events) {
    if (!established_) return shake_hands(events);
    if (!unsent_.empty())
        if (const int error = flush()) throw_errno(error, sentence(": send"));
    std::uint32_t left = events & (EPOLLHUP | EPOLLERR);
    if (readable_) left |= events & EPOLLIN;
    const std::uint32_t write = write_wants_read_ ? EPOLLIN | EPOLLOUT : EPOLLOUT;
    if (writable_ && unsent_.empty() && (events & write)) left |= EPOLLOUT;
    return left;
}

std::uint32_t tls_transport::shake_hands(std::uint32_t events) {
    if (!reached_) {
        if (events & (EPOLLERR | EPOLLHUP)) return EPOLLOUT; // the dispatcher asks why
        reached_ = true;
    }
    started_ = true;
    int result = 0;
    int error = 0;
    do { // not one record at a time here: the handshake itself has its bounds
        ERR_clear_error();
        result = SSL_do_handshake(ssl_.get());
        error = SSL_get_error(ssl_.get(), result);
    } while (result <= 0 && error == SSL_ERROR_WANT_READ && !drained_);
    // When it cannot be sent the peer is gone, and may have said why: reading goes on.
    flush();
    if (result <= 0 && error != SSL_ERROR_WANT_READ) fail_handshake();
    if (result <= 0) return 0;
    established_ = true;
    return EPOLLOUT;
}

void tls_transport::fail_handshake() {
    ended_ = true;
    std::string reason = openssl_reason();
    const long verified = SSL_get_verify_result(ssl_.get());
    if (error_ != 0) {
        reason = std::generic_category().message(error_);
    } else if (eof_) {
        // A look whether anyone listens, by whom watches over services.
        if (credentials_->server && !heard_) throw_errno(ECONNRESET, sentence(""));
        reason = "the peer closed the connection";
    } else if (credentials_->verifies && verified != X509_V_OK) {
        reason = X509_verify_cert_error_string(verified);
    }
    throw tls_error(sentence(": handshake"), reason);
}

std::uint32_t tls_transport::wanted(bool readable, bool writable) {
    readable_ = readable;
    writable_ = writable;
    std::uint32_t events = 0;
    if (!established_) {
        if (reached_) events |= EPOLLIN;
        if (!reached_ || !unsent_.empty() || (!credentials_->server && !started_))
            events |= EPOLLOUT;
        return events;
    }
    const bool may_read = input_ == input::open && unsent_.size() < most_unsent;
    if (may_read && (readable || (writable && write_wants_read_))) events |= EPOLLIN;
    if (!unsent_.empty() || (writable && !write_wants_read_)) events |= EPOLLOUT;
    return events;
}

bool tls_transport::input_pending() const noexcept {
    if (input_ != input::open) return !told_;
    return established_ && !drained_ && unsent_.size() < most_unsent &&
           SSL_has_pending(ssl_.get()) == 1;
}

transport::transfer tls_transport::send(std::string_view data) {
    if (!established_ || data.empty()) return {};
    if (ended_) return {0, outcome::gone};
    if (!unsent_.empty()) {
        if (const int error = flush()) {
            if (disconnected({error, std::generic_category()})) return {0, outcome::gone};
            throw_errno(error, sentence(": send"));
        }
        if (!unsent_.empty()) return {};
    }
    const std::size_t sent_before = std::min(encrypted_, data.size());
    encrypted_ -= sent_before; // what is left of it is in what follows
    std::size_t done = sent_before;
    write_wants_read_ = false;
    while (done < data.size() && done - sent_before < gathered_output) {
        ERR_clear_error();
        const int size = static_cast<int>(std::min(record_size, data.size() - done));
        const int wrote = SSL_write(ssl_.get(), data.data() + done, size);
        if (wrote > 0) {
            done += static_cast<std::size_t>(wrote);
            continue;
        }
        if (SSL_get_error(ssl_.get(), wrote) == SSL_ERROR_WANT_READ) {
            write_wants_read_ = true;
            break;
        }
        ended_ = true;
        flush();
        throw tls_error(sentence(": send"), openssl_reason());
    }
    if (const int error = flush()) {
        if (disconnected({error, std::generic_category()})) return {0, outcome::gone};
        throw_errno(error, sentence(": send"));
    }
    if (unsent_.empty()) return {done};
    encrypted_ += done - sent_before;
    return {sent_before};
}

transport::transfer tls_transport::recv(char* buffer, std::size_t size) {
    if (input_ != input::open) return tell_end();
    if (!established_) return {};
    std::size_t got = 0;
    for (int silent = 0; got < size && silent < silent_records;) {
        ERR_clear_error();
        const auto most = static_cast<int>(std::min<std::size_t>(size - got, 1U << 30));
        const int result = SSL_read(ssl_.get(), buffer + got, most);
        if (result > 0) {
            got += static_cast<std::size_t>(result);
            if (!SSL_has_pending(ssl_.get())) break;
        } else if (!read_on(result)) {
            break;
        } else {
            ++silent;
        }
    }
    if (!gathered().empty())
        if (const int error = flush(); error != 0 && input_ == input::open) {
            error_ = error;
            input_ = input::truncated;
        }
    if (got > 0 || input_ == input::open) return {got};
    return tell_end();
}

bool tls_transport::read_on(int result) {
    switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
        return !drained_;
    case SSL_ERROR_ZERO_RETURN:
        input_ = input::finished;
        return false;
    default:
        break;
    }
    input_ = eof_ || error_ != 0 ? input::truncated : input::failed;
    ended_ = true; // OpenSSL must not be asked for a close_notify after an error
    failure_ = openssl_reason();
    return false;
}

transport::transfer tls_transport::tell_end() {
    told_ = true;
    if (input_ == input::finished) return {0, outcome::finished};
    if (input_ == input::truncated) return {0, outcome::gone};
    throw tls_error(sentence(""), failure_);
}

bool tls_transport::end_output() {
    if (!established_) return true;
    if (!std::exchange(ended_, true)) {
        ERR_clear_error();
        SSL_shutdown(ssl_.get());
        ERR_clear_error();
    }
    return flush() != 0 || unsent_.empty();
}

void tls_transport::close() noexcept {
    if (fd_ < 0) return;
    if (established_ && unsent_.empty()) end_output();
    fd_ = -1;
}

} // namespace asyncore
