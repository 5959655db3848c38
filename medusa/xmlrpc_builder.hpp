#pragma once
// Internal: not included outside medusa/, and by no public header.

#include "medusa/xmlrpc_reader.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace medusa {

/// Internal: builds a request or a response out of the elements and text an XML parser finds, for
/// xmlrpc_reader. Well-formedness is the parser's care, the grammar of XML-RPC is looked after
/// here: each function throws xmlrpc_parse_error for what does not belong.
class xmlrpc_builder {
public:
    enum class document : unsigned char { request, response };

    xmlrpc_builder(document wanted, const xmlrpc_reader_options& options);

    void start_element(std::string_view name);
    void text(std::string_view piece) { text_ += piece; }
    void end_element();

    /// REQUIRES: the document has ended.
    xmlrpc_request take_request();
    xmlrpc_response take_response();

private:
    enum class tag : unsigned char {
        root,
        method_call,
        method_response,
        method_name,
        params,
        param,
        fault,
        value,
        integer,
        long_integer,
        boolean,
        string,
        real,
        datetime,
        base64,
        nil,
        unknown,
        array,
        data,
        structure,
        member,
        name,
    };

    // An element that is open, and what its children have left with it.
    struct element {
        explicit element(tag t) : is(t) {}

        tag is;
        bool named = false;
        bool filled = false;
        std::string name;
        xmlrpc_value value;
        xmlrpc_array items;
        xmlrpc_struct members;
    };

    tag child_of(tag parent, std::string_view name) const;
    static tag type_of(std::string_view name) noexcept;
    void check_no_text() const;
    xmlrpc_value number(tag type) const;
    xmlrpc_value scalar(tag type) const;
    void fill(element& parent, xmlrpc_value value) const;
    void end_value(element& ended, element& parent);

    document wanted_;
    xmlrpc_reader_options options_;
    std::vector<element> open_;
    std::size_t depth_ = 0; // open values
    std::string text_;      // since the last tag
    bool has_method_ = false;
    bool has_params_ = false;
    bool has_fault_ = false;
    xmlrpc_request request_; // of a response, its params
    xmlrpc_value fault_;
};

} // namespace medusa
