# Writes OUTPUT, which defines build_info(), when it is not as it should be.
# cmake -DOUTPUT=file -DROOT=source -DVERSION=1.2.3 -DBUILD_TYPE=Release -P build_info.cmake
set(commit "no commit known")
find_program(GIT git)
if(GIT)
  execute_process(COMMAND ${GIT} -C ${ROOT} describe --always --dirty --abbrev=12 --exclude=*
    OUTPUT_VARIABLE described OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(NOT failed)
    set(commit "commit ${described}")
  endif()
endif()
file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT [[
#include "supervisor_demo/build_info.hpp"
const char* supervisor::build_info() noexcept {
    return "medusa @VERSION@, @commit@, @BUILD_TYPE@\n";
}
]])
