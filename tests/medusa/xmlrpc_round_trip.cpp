// Reads requests from standard input, each after a line with its size in bytes, and writes each
// back as xmlrpc_writer has it, in the same manner. For xmlrpc_round_trip.py.

#include "medusa/xmlrpc_reader.hpp"
#include "medusa/xmlrpc_writer.hpp"

#include <iostream>

int main() {
    medusa::xmlrpc_reader reader;
    std::size_t size = 0;
    while (std::cin >> size && std::cin.ignore()) {
        std::string document(size, '\0');
        std::cin.read(document.data(), static_cast<std::streamsize>(size));
        std::string answer;
        try {
            const medusa::xmlrpc_request request = reader.read_request(document);
            answer = medusa::write_xmlrpc_request(request.method, request.params);
        } catch (const medusa::xmlrpc_parse_error& error) {
            answer = error.what();
        }
        std::cout << answer.size() << '\n' << answer << std::flush;
    }
}
