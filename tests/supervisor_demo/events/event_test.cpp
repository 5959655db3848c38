#include "supervisor_demo/events/event.hpp"

#include <catch2/catch.hpp>

using namespace supervisor;

TEST_CASE("the payload of a process state says what that state is about") {
    const process_state_facts facts{"cat", "pets", "STARTING", 2, false, 42};
    const std::string begin = "processname:cat groupname:pets from_state:STARTING";
    const auto payload = [&](event_type type) { return process_state_payload(type, facts); };
    CHECK(payload(event_type::process_state_starting) == begin + " tries:2");
    CHECK(payload(event_type::process_state_backoff) == begin + " tries:2");
    CHECK(payload(event_type::process_state_running) == begin + " pid:42");
    CHECK(payload(event_type::process_state_stopping) == begin + " pid:42");
    CHECK(payload(event_type::process_state_stopped) == begin + " pid:42");
    CHECK(payload(event_type::process_state_exited) == begin + " expected:0 pid:42");
    CHECK(payload(event_type::process_state_fatal) == begin);
    CHECK(payload(event_type::process_state_unknown) == begin);
    CHECK(process_state_payload(event_type::process_state_exited,
                                {"cat", "cat", "RUNNING", 0, true, 7}) ==
          "processname:cat groupname:cat from_state:RUNNING expected:1 pid:7");
}

TEST_CASE("the other payloads have their header and then the data") {
    const output_origin cat{"cat", "pets", 42};
    CHECK(process_log_payload(cat, "stdout", "purr\n") ==
          "processname:cat groupname:pets pid:42 channel:stdout\npurr\n");
    CHECK(process_log_payload(cat, "stderr", "") ==
          "processname:cat groupname:pets pid:42 channel:stderr\n");
    CHECK(process_communication_payload(cat, "a\nb") ==
          "processname:cat groupname:pets pid:42\na\nb");
    CHECK(remote_communication_payload("greeting", "hello\n") == "type:greeting\nhello\n");
    CHECK(process_group_payload("pets") == "groupname:pets\n");
    CHECK(tick_payload(1'700'000'005) == "when:1700000005");
}

TEST_CASE("what is not UTF-8 is told as the bytes Python would show") {
    CHECK(decoded("gr\xc3\xbc\xc3\x9f") == "gr\xc3\xbc\xc3\x9f");
    CHECK(decoded("") == "");
    CHECK(decoded("a\xff") == "Undecodable: b'a\\xff'");
    CHECK(process_log_payload({"p", "g", 1}, "stdout", "\xc3") ==
          "processname:p groupname:g pid:1 channel:stdout\nUndecodable: b'\\xc3'");
}

TEST_CASE("bytes are shown as Python shows them") {
    CHECK(bytes_repr("READY\n") == "b'READY\\n'");
    CHECK(bytes_repr("\t\r\\ \x1b\x7f") == "b'\\t\\r\\\\ \\x1b\\x7f'");
    CHECK(bytes_repr("it's") == "b\"it's\"");
    CHECK(bytes_repr("it's \"so\"") == "b'it\\'s \"so\"'");
    CHECK(bytes_repr(std::string_view("\0", 1)) == "b'\\x00'");
}
