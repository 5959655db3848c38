#include "supervisor_demo/events/event.hpp"

#include "medusa/utf8.hpp"
#include "supervisor_demo/format.hpp"

namespace supervisor {

std::string process_state_payload(event_type type, const process_state_facts& facts) {
    auto payload = format("processname:{} groupname:{} from_state:{}", facts.process, facts.group,
                          facts.from_state);
    switch (type) {
    case event_type::process_state_starting:
    case event_type::process_state_backoff:
        return payload + format(" tries:{}", facts.tries);
    case event_type::process_state_exited:
        return payload + format(" expected:{:d} pid:{}", facts.expected, facts.pid);
    case event_type::process_state_running:
    case event_type::process_state_stopping:
    case event_type::process_state_stopped:
        return payload + format(" pid:{}", facts.pid);
    default:
        return payload;
    }
}

std::string process_log_payload(const output_origin& from, std::string_view channel,
                                std::string_view data) {
    return format("processname:{} groupname:{} pid:{} channel:{}\n", from.process, from.group,
                  from.pid, channel) +
           decoded(data);
}

std::string process_communication_payload(const output_origin& from, std::string_view data) {
    return format("processname:{} groupname:{} pid:{}\n", from.process, from.group, from.pid) +
           decoded(data);
}

std::string remote_communication_payload(std::string_view type, std::string_view data) {
    return format("type:{}\n{}", type, data);
}

std::string process_group_payload(std::string_view group) {
    return format("groupname:{}\n", group);
}

std::string tick_payload(std::time_t when) {
    return format("when:{}", when);
}

std::string decoded(std::string_view data) {
    return medusa::is_utf8(data) ? std::string(data) : "Undecodable: " + bytes_repr(data);
}

std::string bytes_repr(std::string_view data) {
    const bool apostrophes_only =
        data.find('\'') != std::string_view::npos && data.find('"') == std::string_view::npos;
    const char quote = apostrophes_only ? '"' : '\'';
    std::string shown = {'b', quote};
    for (const char c : data) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n')
            shown += "\\n";
        else if (c == '\r')
            shown += "\\r";
        else if (c == '\t')
            shown += "\\t";
        else if (c == '\\' || c == quote)
            (shown += '\\') += c;
        else if (byte >= 0x20 && byte < 0x7f)
            shown += c;
        else
            shown += format("\\x{:02x}", byte);
    }
    return shown += quote;
}

} // namespace supervisor
