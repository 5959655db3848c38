#include "medusa/xmlrpc_multicall.hpp"

#include <utility>
#include <variant>

namespace medusa {

namespace {

xmlrpc_value fault_struct(const xmlrpc_fault& fault) {
    return xmlrpc_struct{{"faultCode", fault.code()}, {"faultString", fault.text()}};
}

// Kept alive by the one call of it that waits for its answer.
class multicall : public std::enable_shared_from_this<multicall> {
public:
    multicall(multicall_rules rules, std::shared_ptr<xmlrpc_call> call, xmlrpc_array elements)
        : rules_(std::move(rules)), call_(std::move(call)), elements_(std::move(elements)) {}

    void run() {
        running_ = true;
        while (results_.size() < elements_.size()) {
            const std::size_t before = results_.size();
            start_next();
            if (results_.size() == before) break; // it will call answered()
        }
        running_ = false;
        if (results_.size() == elements_.size() && !call_->answered())
            call_->answer(std::move(results_));
    }

private:
    void start_next() {
        std::shared_ptr<xmlrpc_call> made;
        try {
            made = make_call(elements_[results_.size()]);
            rules_.dispatch(made);
        } catch (const xmlrpc_fault& fault) {
            if (!made || !made->answered()) answered(made, fault);
        } catch (const std::exception& error) {
            if (!made || !made->answered()) answered(made, rules_.of_exception(error));
        }
    }

    // What a call that threw keeps may not answer it again.
    void answered(const std::shared_ptr<xmlrpc_call>& made, const xmlrpc_fault& fault) {
        if (made)
            made->fault(fault);
        else
            results_.push_back(fault_struct(fault));
    }

    std::shared_ptr<xmlrpc_call> make_call(const xmlrpc_value& element) {
        if (!element.is_struct()) throw rules_.bad_element;
        const xmlrpc_value* name = element.find("methodName");
        const xmlrpc_value* params = element.find("params");
        if (!name || name->is_nil()) throw rules_.no_method;
        if (!name->is_string() || (params && !params->is_array())) throw rules_.bad_element;
        if (name->as_string() == "system.multicall") throw rules_.recursive;
        return std::make_shared<xmlrpc_call>(name->as_string(),
                                             params ? params->as_array() : xmlrpc_array{},
                                             [self = shared_from_this()](xmlrpc_response response) {
                                                 self->take(std::move(response));
                                             });
    }

    void take(xmlrpc_response response) {
        if (const auto* fault = std::get_if<xmlrpc_fault>(&response))
            results_.push_back(fault_struct(*fault));
        else if (rules_.results_in_arrays)
            results_.push_back(xmlrpc_array{std::move(std::get<xmlrpc_value>(response))});
        else
            results_.push_back(std::move(std::get<xmlrpc_value>(response)));
        if (!running_) run();
    }

    multicall_rules rules_;
    std::shared_ptr<xmlrpc_call> call_;
    xmlrpc_array elements_;
    xmlrpc_array results_;
    bool running_ = false; // run() is on the stack
};

} // namespace

void start_multicall(multicall_rules rules, const std::shared_ptr<xmlrpc_call>& call,
                     const xmlrpc_array& elements) {
    std::make_shared<multicall>(std::move(rules), call, elements)->run();
}

} // namespace medusa
