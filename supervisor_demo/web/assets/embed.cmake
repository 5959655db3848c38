# Makes a source of files: cmake -DOUTPUT=x.cpp -DFOLDER=dir "-DFILES=a;b" -P embed.cmake
# Each file is there plain and, where that is shorter, compressed. The hash is of all of them, so
# that a page never gets parts of another build.
cmake_minimum_required(VERSION 3.25)

set(types
  "css=text/css\\;charset=utf-8" "js=text/javascript\\;charset=utf-8" "svg=image/svg+xml"
  "html=text/html\\;charset=utf-8")

function(bytes_of file result)
  file(READ ${file} hex HEX)
  if(ARGC GREATER 2) # a gzip header has a time in its bytes 4 to 7: not in a reproducible build
    string(SUBSTRING "${hex}" 0 8 begin)
    string(SUBSTRING "${hex}" 16 -1 hex)
    string(PREPEND hex "${begin}00000000")
  endif()
  string(LENGTH "${hex}" length)
  math(EXPR size "${length} / 2")
  string(REGEX REPLACE "(..)" "\\\\x\\1" text "${hex}")
  string(REGEX REPLACE "(................................................................)" "\\1\"\n\"" text "${text}")
  set(${result} "\"${text}\"" PARENT_SCOPE)
  set(${result}_size ${size} PARENT_SCOPE)
endfunction()

set(everything "")
set(rows "")
foreach(name IN LISTS FILES)
  file(SHA256 ${FOLDER}/${name} hash)
  string(APPEND everything "${name}=${hash};")
  string(REGEX REPLACE ".*\\." "" extension ${name})
  foreach(row IN LISTS types)
    if(row MATCHES "^${extension}=(.*)$")
      set(type "${CMAKE_MATCH_1}")
    endif()
  endforeach()
  bytes_of(${FOLDER}/${name} plain)
  set(packed ${OUTPUT}.${name}.gz)
  file(ARCHIVE_CREATE OUTPUT ${packed} PATHS ${FOLDER}/${name} FORMAT raw COMPRESSION GZip
    COMPRESSION_LEVEL 9)
  bytes_of(${packed} gzip header)
  file(REMOVE ${packed})
  if(NOT gzip_size LESS plain_size)
    set(gzip "\"\"")
    set(gzip_size 0)
  endif()
  string(APPEND rows "    {\"${name}\", \"${type}\",\n{${plain}, ${plain_size}},\n{${gzip}, ${gzip_size}}},\n")
endforeach()
string(SHA256 hash "${everything}")
string(SUBSTRING ${hash} 0 16 hash)
file(WRITE ${OUTPUT} "#include \"supervisor_demo/web/assets.hpp\"

namespace supervisor {

constexpr asset all_assets[] = {
${rows}};
const asset_list assets{all_assets, std::size(all_assets)};
const char* const assets_hash = \"${hash}\";

} // namespace supervisor
")
