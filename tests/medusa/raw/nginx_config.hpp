#pragma once

#include "tests/support/temp_dir.hpp"

#include <string>

/// Writes the configuration of an nginx that keeps to one folder, listens on a Unix socket there,
/// and answers as the rows want. To echo a body nginx passes it to itself in a field.
inline std::string nginx_config(const temp_dir& dir) {
    const std::string in = dir.path();
    return dir.put("nginx.conf",
                   "daemon off;\nmaster_process off;\nerror_log " + in + "/error.log;\npid " + in +
                       "/pid;\n"
                       "events { worker_connections 512; }\n"
                       "http {\n"
                       "  access_log off;\n  default_type text/plain;\n  lingering_timeout 100ms;\n"
                       "  client_body_temp_path " +
                       in + "/body;\n  proxy_temp_path " + in + "/proxy;\n  fastcgi_temp_path " +
                       in + "/fastcgi;\n  uwsgi_temp_path " + in + "/uwsgi;\n  scgi_temp_path " +
                       in +
                       "/scgi;\n"
                       "  server {\n    listen unix:" +
                       in +
                       "/http;\n"
                       "    location = / { return 200 'Hello, world'; }\n"
                       "    location = /echo {\n"
                       "      proxy_pass http://unix:" +
                       in +
                       "/echo;\n"
                       "      proxy_set_header X-Body $request_body;\n"
                       "      proxy_set_header Host localhost;\n"
                       "      proxy_pass_request_body off;\n"
                       "      proxy_set_header Content-Length '';\n    }\n"
                       "    location / { return 404; }\n  }\n"
                       "  server {\n    listen unix:" +
                       in +
                       "/echo;\n"
                       "    location / { return 200 $http_x_body; }\n  }\n}\n");
}
