#include "supervisor_demo/rpc/method_registry.hpp"

#include "supervisor_demo/rpc/faults.hpp"
#include "supervisor_demo/rpc/method_docs.hpp"

#include <algorithm>
#include <cassert>
#include <stdexcept>
#include <utility>

namespace supervisor {

method_registry::method& method_registry::insert(std::string_view name) {
    const method_doc* doc = find_method_doc(name);
    if (!doc)
        doc = find_method_doc(
            std::string("supervisor").append(name.substr(std::min(name.size(), name.rfind('.')))));
    if (!doc) throw std::logic_error("no documentation of " + std::string(name));
    return methods_.insert_or_assign(std::string(name), method{doc, nullptr, nullptr})
        .first->second;
}

void method_registry::add(std::string_view name, immediate function) {
    insert(name).answer = std::move(function);
}

void method_registry::add_deferred(std::string_view name, deferred function) {
    insert(name).keep = std::move(function);
}

void method_registry::dispatch(const rpc_call& call) const {
    const auto found = methods_.find(call->method());
    if (found == methods_.end()) throw rpc_fault(fault::unknown_method);
    const method& called = found->second;
    const rpc_params params(call->params());
    const std::size_t most = called.doc->params();
    if (params.size() > most || params.size() < most - called.doc->optional)
        throw rpc_fault(fault::incorrect_parameters);
    if (called.answer)
        call->answer(called.answer(params));
    else
        called.keep(call, params);
}

std::vector<std::string_view> method_registry::names() const {
    std::vector<std::string_view> all;
    all.reserve(methods_.size());
    for (const auto& [name, one] : methods_)
        all.push_back(name);
    return all;
}

const method_doc* method_registry::find_doc(std::string_view name) const noexcept {
    const auto found = methods_.find(name);
    return found == methods_.end() ? nullptr : found->second.doc;
}

} // namespace supervisor
