// event_server PORT: a page at / on 127.0.0.1 that shows what is posted to /say, by events.

#include "asyncore/asyncore.hpp"
#include "asyncore/examples/serve.hpp"
#include "medusa/callback_handler.hpp"
#include "medusa/event_stream.hpp"
#include "medusa/http_request.hpp"
#include "medusa/http_server.hpp"

#include <memory>
#include <string>

using request_ptr = std::shared_ptr<medusa::http_request>;

namespace {

constexpr const char* page = R"(<!DOCTYPE html>
<title>Events</title>
<input id="line" autofocus><ul id="said"></ul>
<script>
line.onchange = () => { fetch("/say", {method: "POST", body: line.value}); line.value = "" };
new EventSource("/events").onmessage = event => {
    const item = document.createElement("li");
    item.textContent = event.data;
    said.append(item);
};
</script>
)";

} // namespace

int main(int count, char** arguments) {
    return serve(count, arguments, 0, "", [](const asyncore::address& local, char**) {
        const auto server = asyncore::make<medusa::http_server>(local);
        const auto said = std::make_shared<medusa::event_stream>("/events");
        server->install_handler(said);
        server->install("/", [](const request_ptr& request) {
            request->reply().set("Content-Type", "text/html; charset=utf-8");
            request->push(page);
            request->done();
        });
        server->install(
            "/say",
            [said, number = 0](const request_ptr& request) mutable {
                said->send({request->body(), "", std::to_string(++number), {}});
                request->reply_code(204);
                request->done();
            },
            "POST");
        return server;
    });
}
