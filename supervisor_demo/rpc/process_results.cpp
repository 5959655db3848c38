#include "supervisor_demo/rpc/process_results.hpp"

#include "supervisor_demo/process/process.hpp"
#include "supervisor_demo/rpc/faults.hpp"
#include "supervisor_demo/rpc/process_lookup.hpp"

namespace supervisor {

void process_results::gather(const rpc_call& call, const std::vector<process*>& processes,
                             const predicate& wanted, const action& act) {
    const auto results = std::make_shared<process_results>(call);
    for (process* one : processes)
        if (wanted(*one)) results->act_on(*one, act);
    results->one_less();
}

void process_results::act_on(process& who, const action& act) {
    const std::string name = who.name();
    const std::string group(who.group_name());
    ++open_;
    const auto told = [self = shared_from_this(), name,
                       group](const process_waits::outcome& result) {
        self->add(name, group, result);
        self->one_less();
    };
    try {
        if (!act(who, namespec_of(who), told)) return;
        add(name, group, {});
    } catch (const medusa::xmlrpc_fault& fault) {
        add(name, group, fault);
    }
    --open_;
}

void process_results::add(const std::string& name, const std::string& group,
                          const process_waits::outcome& result) {
    results_.push_back(medusa::xmlrpc_struct{
        {"name", name},
        {"group", group},
        {"status", result ? result->code() : static_cast<int>(fault::success)},
        {"description", result ? result->text() : std::string("OK")},
    });
}

void process_results::one_less() {
    if (--open_ == 0) call_->answer(std::move(results_));
}

} // namespace supervisor
