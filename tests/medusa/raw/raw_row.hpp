#pragma once

#include <string>
#include <vector>

/// One row of the suite: bytes a client may send, and what may come back.
///
/// `allowed` names outcomes, separated by " | ". An outcome is the statuses of the answers in order
/// and then what becomes of the connection: "200 keep" (the next request is answered), "400 close",
/// "close" (closed without an answer), "wait" (no more answers: the server waits for the client).
struct raw_row {
    std::string section; // RFC and section; or "limits"
    std::string name;    // unique
    std::string request;
    std::string allowed;
    std::string body = {}; // when not empty, the last answer's
};

/// The tables, by what they are about. The server asked answers GET and HEAD of `/` with
/// "Hello, world", and POST of `/echo` with the decoded body.
std::vector<raw_row> request_line_rows();
std::vector<raw_row> host_rows();
std::vector<raw_row> field_rows();
std::vector<raw_row> length_rows();
std::vector<raw_row> transfer_coding_rows();
std::vector<raw_row> chunk_rows();
std::vector<raw_row> connection_rows();
std::vector<raw_row> method_rows();
std::vector<raw_row> limit_rows();
std::vector<raw_row> all_rows();

// How the tables are written.
inline std::string get(const std::string& fields) {
    return "GET / HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}
inline std::string post(const std::string& fields, const std::string& body) {
    return "POST /echo HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n" + body;
}
inline std::string chunked(const std::string& body) {
    return post("Transfer-Encoding: chunked\r\n", body);
}
