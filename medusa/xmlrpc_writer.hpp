#pragma once

#include "medusa/xmlrpc_fault.hpp"
#include "medusa/xmlrpc_value.hpp"

#include <string>
#include <string_view>

namespace medusa {

/// What Python's xmlrpc.client.dumps writes, byte for byte, but that an integer past 32 bits goes
/// out as <i8> where Python refuses it, and that text is made valid XML first: a log with an
/// escape sequence in it must not break the client that asked for its tail.
std::string write_xmlrpc_response(const xmlrpc_value& result);
/// What stands around the value of a response, for one that is written already.
std::string_view xmlrpc_response_begin() noexcept;
std::string_view xmlrpc_response_end() noexcept;
std::string write_xmlrpc_response(const xmlrpc_fault& fault);
std::string write_xmlrpc_request(std::string_view method, const xmlrpc_array& params);

/// Appends <value>...</value> and a newline; nil has no newline, as in Python.
void append_xmlrpc_value(std::string& out, const xmlrpc_value& value);

} // namespace medusa
