#include "medusa/directory_page.hpp"

#include "medusa/percent.hpp"
#include "medusa/utf8.hpp"

#include <chrono>
#include <cstdio>

namespace medusa {

namespace {

std::string date_text(http_time time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    char text[64];
    std::snprintf(text, sizeof text, "%d-%02u-%02u %02d:%02d:%02d", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text;
}

void append_row(std::string& page, const std::string& name, const std::string& size,
                const std::string& date) {
    // A dot in front: a name with a colon in it must not be a scheme.
    page.append("<tr><td><a href=\"./").append(percent_encode(name)).append("\">");
    append_html_escaped(page, xml_text(name));
    page.append("</a><td>").append(size).append("<td>").append(date).append("\r\n");
}

} // namespace

std::string directory_page(std::string_view path, const directory_entries& entries) {
    const std::string title = html_escape(xml_text(path));
    std::string page = "<!DOCTYPE html>\r\n<html><head><meta charset=\"utf-8\"><title>";
    page.append(title).append("</title></head>\r\n<body><h1>").append(title);
    page.append("</h1>\r\n<table>\r\n<tr><th>Name<th>Size<th>Modified\r\n");
    if (path != "/") page += "<tr><td><a href=\"../\">../</a><td><td>\r\n";
    for (const directory_entry& one : entries.entries) {
        const bool is_directory = one.status.is_directory;
        append_row(page, is_directory ? one.name + "/" : one.name,
                   is_directory ? "" : std::to_string(one.status.size),
                   date_text(one.status.modified()));
    }
    page += "</table>\r\n";
    if (entries.cut_short) page += "<p>There are more.\r\n";
    return page.append("</body></html>\r\n");
}

} // namespace medusa
