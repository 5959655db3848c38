# Read by cpack before it makes a package.

# The folders of a package and the package itself get the permissions that files get here.
execute_process(COMMAND sh -c umask OUTPUT_VARIABLE umask OUTPUT_STRIP_TRAILING_WHITESPACE)
if(NOT umask MATCHES "^0*22$")
  message(FATAL_ERROR "With the umask ${umask} a package would close folders of the system. Call it so: "
    "(umask 022; cpack)")
endif()

# The files of a package are as old as the commit, whenever it is made; as old as this source, where
# no commit is known.
if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
  execute_process(COMMAND git -C ${CPACK_MEDUSA_SOURCE} log -1 --format=%ct
    OUTPUT_VARIABLE date OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(failed)
    file(TIMESTAMP ${CPACK_MEDUSA_SOURCE}/CMakeLists.txt date "%s" UTC)
  endif()
  set(ENV{SOURCE_DATE_EPOCH} ${date})
endif()
