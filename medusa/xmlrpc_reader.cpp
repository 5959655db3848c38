#include "medusa/xmlrpc_reader.hpp"

#include "medusa/xmlrpc_builder.hpp"
#include "medusa/xmlrpc_plain_call.hpp"

#include <expat.h>

#include <limits>
#include <new>
#include <optional>

#include <sys/random.h>

namespace medusa {

// The callbacks keep every exception inside: it must not cross the frames of expat, which are C.
class xmlrpc_reader::parser {
public:
    explicit parser(xmlrpc_reader_options options)
        : options_(options), expat_(XML_ParserCreate(nullptr)) {
        if (!expat_) throw std::bad_alloc();
        if (::getrandom(&salt_, sizeof salt_, GRND_NONBLOCK) != sizeof salt_)
            salt_ = 0; // expat finds one then, at each document
    }
    ~parser() { XML_ParserFree(expat_); }
    parser(const parser&) = delete;
    parser& operator=(const parser&) = delete;

    xmlrpc_builder& read(std::string_view document, xmlrpc_builder::document wanted) {
        if (document.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
            throw xmlrpc_parse_error("document too large");
        bool read = parse(document, wanted, nullptr);
        if (!read && !options_.strict && !is_as_declared()) read = parse(document, wanted, "UTF-8");
        if (read) return *builder_;
        if (error_) std::rethrow_exception(error_);
        throw xmlrpc_parse_error(here() + XML_ErrorString(XML_GetErrorCode(expat_)));
    }

private:
    // Without an encoding, that of the document itself.
    bool parse(std::string_view document, xmlrpc_builder::document wanted, const char* encoding) {
        XML_ParserReset(expat_, encoding);
        XML_SetHashSalt(expat_, salt_);
        XML_SetUserData(expat_, this);
        XML_SetElementHandler(expat_, start_element, end_element);
        XML_SetCharacterDataHandler(expat_, character_data);
        XML_SetStartDoctypeDeclHandler(expat_, start_doctype);
        builder_.emplace(wanted, options_);
        error_ = nullptr;
        const int size = static_cast<int>(document.size());
        return XML_Parse(expat_, document.data(), size, XML_TRUE) == XML_STATUS_OK;
    }

    // What declares an encoding that nobody knows, or another than it has, failed there.
    bool is_as_declared() const noexcept {
        const XML_Error error = XML_GetErrorCode(expat_);
        return error != XML_ERROR_UNKNOWN_ENCODING && error != XML_ERROR_INCORRECT_ENCODING;
    }

    // Where the document is being read; within a callback, where its element begins.
    std::string here() const {
        return "line " + std::to_string(XML_GetCurrentLineNumber(expat_)) + ", column " +
               std::to_string(XML_GetCurrentColumnNumber(expat_) + 1) + ": ";
    }

    template <class Act>
    static void guarded(void* user_data, Act act) noexcept {
        auto& self = *static_cast<parser*>(user_data);
        if (self.error_) return; // expat ends an empty element even after it was told to stop
        try {
            try {
                act(*self.builder_);
                return;
            } catch (const xmlrpc_parse_error& error) {
                throw xmlrpc_parse_error(self.here() + error.what());
            }
        } catch (...) {
            self.error_ = std::current_exception();
        }
        XML_StopParser(self.expat_, XML_FALSE);
    }

    static void XMLCALL start_element(void* self, const char* name, const char**) noexcept {
        guarded(self, [name](xmlrpc_builder& builder) { builder.start_element(name); });
    }
    static void XMLCALL end_element(void* self, const char*) noexcept {
        guarded(self, [](xmlrpc_builder& builder) { builder.end_element(); });
    }
    static void XMLCALL character_data(void* self, const char* text, int size) noexcept {
        const std::string_view piece(text, static_cast<std::size_t>(size));
        guarded(self, [piece](xmlrpc_builder& builder) { builder.text(piece); });
    }
    static void XMLCALL start_doctype(void* self, const char*, const char*, const char*,
                                      int) noexcept {
        guarded(self, [](xmlrpc_builder&) { throw xmlrpc_parse_error("DOCTYPE is not allowed"); });
    }

    xmlrpc_reader_options options_;
    XML_Parser expat_;
    unsigned long salt_ = 0;
    std::optional<xmlrpc_builder> builder_;
    std::exception_ptr error_;
};

xmlrpc_reader::xmlrpc_reader(xmlrpc_reader_options options)
    : parser_(std::make_unique<parser>(options)) {}

xmlrpc_reader::~xmlrpc_reader() = default;

xmlrpc_request xmlrpc_reader::read_request(std::string_view document) {
    if (auto call = read_plain_call(document)) return std::move(*call);
    return parser_->read(document, xmlrpc_builder::document::request).take_request();
}

xmlrpc_response xmlrpc_reader::read_response(std::string_view document) {
    return parser_->read(document, xmlrpc_builder::document::response).take_response();
}

} // namespace medusa
