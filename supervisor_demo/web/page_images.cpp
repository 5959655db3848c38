#include "supervisor_demo/web/page_images.hpp"

#include "medusa/base64.hpp"

#include <algorithm>

namespace supervisor {

namespace {

struct drawing {
    std::string_view path;
    std::string_view type;
    std::string_view base64;
};

constexpr drawing drawings[] = {
    {"/images/icon.png", "image/png",
     "iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAYAAABzenr0AAABIUlEQVR42mOQj9/PgIYNgHg+EN8H4v9U"
     "wvehZhqg24fMEQDifipaigv3Q+1CcQBI4DwdLIfh8zBHwBzQT0fLkUOCARbn/wcIGzBAE8dAOWA+A5VT"
     "O8m5g2EALQfj4euA4tnX/3/8+huMQWy6OiB14uX/yADkCLo5wLP2NNjCAXEANstBgC5RQI7lVHOAbubh"
     "/49ff8ewvHHpbfJzAbGpGGT51YefMSxfffg5ZdkQPTixOYJSy0lyADZHUGo5wSjABmCOAFmEDo5ff0/d"
     "khCXI0AWoQNQaICihOpFMS5HUMNyorMhPkdQYjlJ5QA2R4ASKqgAolttiOwIalhOVkloXXwcXMKBaGq1"
     "Bwa8STbgjdIBb5YPeMdkUHTNBrxzOmDdcwAZh3LE/yvomwAAAABJRU5ErkJggg=="},
    {"/images/rule.gif", "image/gif",
     "R0lGODlhQQACAPAAAN3h6LnBzCwAAAAAQQACAAACDYSPqcvtHqKctNqLcy4AOw=="},
    {"/images/state0.gif", "image/gif",
     "R0lGODlhPQASAPAAAP///0pTZSH5BAEAAAAALAAAAAA9ABIAAAI2hB+py+0P15ko2osbNbn7SH3iqFTk"
     "6XHoigHsC8fyTNf2jeeXq6NqTzIBU5MhMWTcbYRJCaUAADs="},
    {"/images/state1.gif", "image/gif",
     "R0lGODlhPQASAPAAAP///xRxOiH5BAEAAAAALAAAAAA9ABIAAAI2hB+py+0P15ko2osbNbn7SH3iqFTk"
     "6XHoigHsC8fyTNf2jeeXq6NqTzIBU5MhMWTcbYRJCaUAADs="},
    {"/images/state2.gif", "image/gif",
     "R0lGODlhPQASAPAAAP///7BqACH5BAEAAAAALAAAAAA9ABIAAAI2hB+py+0P15ko2osbNbn7SH3iqFTk"
     "6XHoigHsC8fyTNf2jeeXq6NqTzIBU5MhMWTcbYRJCaUAADs="},
    {"/images/state3.gif", "image/gif",
     "R0lGODlhPQASAPAAAP///6QWGiH5BAEAAAAALAAAAAA9ABIAAAI2hB+py+0P15ko2osbNbn7SH3iqFTk"
     "6XHoigHsC8fyTNf2jeeXq6NqTzIBU5MhMWTcbYRJCaUAADs="},
    {"/images/supervisor.gif", "image/gif",
     "R0lGODlh8gAtAPEAAP///////x9fvxwjMCH5BAEAAAAALAAAAADyAC0AAAL/hI+py+0Po5y02ouz3rz7"
     "D4biSJbmiabqyrbuC8fyTNf2jef6zve2AAwKh0Sf8egiKpdCpPMpYkqX0Kr1Ms0Wr9wuQwsGesfjsFky"
     "SKvVZBG73TCH0es1HPS+K+Rgej2t55EXeMCn9TCYkEjx90cIZxgUMLnVsHhw6dcI+EgWKTBJOYTIuZAZ"
     "sWnXWWYYKtrkcKpwmkdbirk5W+qoeNs7YOmLkLqYqgtswPvR6qpEiowqjAttCz2tPH0tXB1s/Wv8XXes"
     "7c3B5xpAFSvNwJ3MDlCc+0s+3g5fDT48v08tDiIHHRNN//p1y3bPXzmE8QoydGdqGzx7ERXKW4hlSDON"
     "/xvVQdDHkCLEkQ7fKTyYkOJHfLtKNsRogYhASR09PsNmEuVLnSRVGcyZMujPaDBruZRFQeZMdOmkbDBa"
     "tCWxY8SkToCoMpzPkPSAolDClGmWp1aFVi13FupVllHb4txpdiJAsGFfOdWgNu5UrfqQDs36l6/EtlxL"
     "MKnbZx1hr/UYP1sLk6dcuIzKVixMQorYxDpFDs5LFLIF0J39YPbq18OUmmMVS0ZbMLVj1xVICxU9++Fk"
     "1aubziH6tjFl2f3eEgdc+iVIwbAjz/1kU3Fwk6CPUz+6+/Zj5vmwO18GPXq36cotWy+/Nbfp9cX5UfW+"
     "InylVfRnyB9VP7+M+2L0+yKHcd9/AgIYyYAGHohgggouyGCDDj4IYYQSTkhhhRZeCEMBADs="},
};

} // namespace

std::optional<page_image> find_page_image(std::string_view path) {
    const auto* const found = std::ranges::find(drawings, path, &drawing::path);
    if (found == std::end(drawings)) return std::nullopt;
    return page_image{found->type, medusa::base64_decode(found->base64).value_or("")};
}

} // namespace supervisor
