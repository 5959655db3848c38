#include "supervisor_demo/rpc/multicall.hpp"

#include "supervisor_demo/rpc/faults.hpp"

#include <exception>
#include <utility>
#include <variant>

namespace supervisor {

namespace {

medusa::xmlrpc_value fault_struct(const medusa::xmlrpc_fault& fault) {
    return medusa::xmlrpc_struct{{"faultCode", fault.code()}, {"faultString", fault.text()}};
}

// Kept alive by the one call of it that waits for its answer.
class multicall : public std::enable_shared_from_this<multicall> {
public:
    multicall(const method_registry& methods, rpc_call call, medusa::xmlrpc_array elements)
        : methods_(methods), call_(std::move(call)), elements_(std::move(elements)) {}

    void run() {
        running_ = true;
        while (results_.size() < elements_.size()) {
            const std::size_t before = results_.size();
            start_next();
            if (results_.size() == before) break; // it will call answered()
        }
        running_ = false;
        if (results_.size() == elements_.size()) call_->answer(std::move(results_));
    }

private:
    void start_next() {
        const std::size_t before = results_.size();
        try {
            make_call(elements_[before]);
        } catch (const medusa::xmlrpc_fault& fault) {
            results_.push_back(fault_struct(fault));
        } catch (const std::exception& error) {
            results_.push_back(fault_struct(rpc_fault(fault::failed, error.what())));
        }
    }

    void make_call(const medusa::xmlrpc_value& element) {
        const medusa::xmlrpc_value* name = element.find("methodName");
        const medusa::xmlrpc_value* params = element.find("params");
        if (!name || name->is_nil()) throw rpc_fault(fault::incorrect_parameters, "No methodName");
        if (!name->is_string() || (params && !params->is_array()))
            throw rpc_fault(fault::incorrect_parameters);
        if (name->as_string() == "system.multicall")
            throw rpc_fault(fault::incorrect_parameters, "Recursive system.multicall forbidden");
        const auto made = std::make_shared<medusa::xmlrpc_call>(
            name->as_string(), params ? params->as_array() : medusa::xmlrpc_array{},
            [self = shared_from_this()](medusa::xmlrpc_response response) {
                self->answered(std::move(response));
            });
        methods_.dispatch(made);
    }

    void answered(medusa::xmlrpc_response response) {
        if (auto* value = std::get_if<medusa::xmlrpc_value>(&response))
            results_.push_back(std::move(*value));
        else
            results_.push_back(fault_struct(std::get<medusa::xmlrpc_fault>(response)));
        if (!running_) run();
    }

    const method_registry& methods_;
    rpc_call call_;
    medusa::xmlrpc_array elements_;
    medusa::xmlrpc_array results_;
    bool running_ = false; // run() is on the stack
};

} // namespace

void start_multicall(const method_registry& methods, const rpc_call& call,
                     const medusa::xmlrpc_array& elements) {
    for (const auto& element : elements)
        if (!element.is_struct()) throw rpc_fault(fault::incorrect_parameters);
    std::make_shared<multicall>(methods, call, elements)->run();
}

} // namespace supervisor
