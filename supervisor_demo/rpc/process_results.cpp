#include "supervisor_demo/rpc/process_results.hpp"

#include "supervisor_demo/process/process.hpp"
#include "supervisor_demo/rpc/faults.hpp"
#include "supervisor_demo/rpc/process_lookup.hpp"

#include <algorithm>
#include <tuple>

namespace supervisor {

namespace {

constexpr std::chrono::seconds at_once{-1};

medusa::xmlrpc_value result_of(const std::string& name, const std::string& group,
                               const process_waits::outcome& result) {
    return medusa::xmlrpc_struct{
        {"name", name},
        {"group", group},
        {"status", result ? result->code() : static_cast<int>(fault::success)},
        {"description", result ? result->text() : std::string("OK")},
    };
}

} // namespace

void process_results::gather(const rpc_call& call, const std::vector<process*>& processes,
                             const predicate& wanted, const action& act) {
    const auto results = std::make_shared<process_results>(call);
    std::size_t asked = 0;
    for (process* one : processes)
        if (wanted(*one)) results->act_on(*one, asked++, act);
    results->one_less();
}

void process_results::act_on(process& who, std::size_t asked, const action& act) {
    const std::string name = who.name();
    const std::string group(who.group_name());
    ++open_;
    const auto told = [self = shared_from_this(), asked, name,
                       group](const process_waits::outcome& result) {
        const auto after = std::chrono::floor<std::chrono::seconds>(clock::now() - self->begin_);
        self->add(after, asked, result_of(name, group, result));
        self->one_less();
    };
    try {
        if (!act(who, namespec_of(who), told)) return;
        add(at_once, asked, result_of(name, group, {}));
    } catch (const medusa::xmlrpc_fault& fault) {
        add(at_once, asked, result_of(name, group, fault));
    }
    --open_;
}

void process_results::add(std::chrono::seconds after, std::size_t asked,
                          medusa::xmlrpc_value told) {
    results_.push_back({after, asked, std::move(told)});
}

void process_results::one_less() {
    if (--open_ != 0) return;
    std::sort(results_.begin(), results_.end(), [](const done& one, const done& other) {
        return std::tie(one.after, one.asked) < std::tie(other.after, other.asked);
    });
    medusa::xmlrpc_array all;
    for (done& one : results_)
        all.push_back(std::move(one.told));
    call_->answer(std::move(all));
}

} // namespace supervisor
