# What `cpack` makes, in a build that is complete (fakeroot is not needed):
#   medusa-supervisor_VERSION_ARCH.deb   the programs and the service, in the place of Debian's supervisor
#   libmedusa-dev_VERSION_ARCH.deb       the libraries
# Two packages of one commit, built by one compiler in folders of any name, are the same to the byte.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME medusa)
set(CPACK_PACKAGE_CONTACT "medusa authors <authors@medusa.invalid>") # dpkg wants an address; there is none
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_SET_DESTDIR ON) # /etc and /lib are not below the prefix
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_PROJECT_CONFIG_FILE ${CMAKE_CURRENT_LIST_DIR}/cpack_project.cmake)
set(CPACK_MEDUSA_SOURCE ${PROJECT_SOURCE_DIR})

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_COMPONENTS_ALL development development_papers)
if(MEDUSA_PROGRAMS)
  list(APPEND CPACK_COMPONENTS_ALL runtime service)
endif()
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION TRUE)

set(files ${PROJECT_SOURCE_DIR}/supervisor_demo/package)
set(CPACK_DEBIAN_SUPERVISOR_PACKAGE_NAME medusa-supervisor)
set(CPACK_DEBIAN_SUPERVISOR_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_SUPERVISOR_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_SUPERVISOR_PACKAGE_DEPENDS "init-system-helpers (>= 1.54)")
set(CPACK_DEBIAN_SUPERVISOR_PACKAGE_SUGGESTS bash-completion)
set(CPACK_DEBIAN_SUPERVISOR_PACKAGE_PROVIDES "supervisor (= 4.2.5)")
set(CPACK_DEBIAN_SUPERVISOR_PACKAGE_CONFLICTS supervisor)
set(CPACK_DEBIAN_SUPERVISOR_PACKAGE_REPLACES supervisor)
set(CPACK_DEBIAN_SUPERVISOR_PACKAGE_CONTROL_EXTRA
  ${files}/conffiles ${files}/postinst ${files}/prerm ${files}/postrm)
set(CPACK_COMPONENT_SUPERVISOR_DESCRIPTION "System for controlling process state
supervisord starts programs, starts them again when they end, logs what they
write and tells listeners what happens. Configuration file, client, XML-RPC and
event protocol are those of Supervisor 4, in whose place it is installed.")

set(CPACK_DEBIAN_LIBRARIES_PACKAGE_NAME libmedusa-dev)
set(CPACK_DEBIAN_LIBRARIES_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_LIBRARIES_PACKAGE_DEPENDS "libexpat1-dev, libssl-dev, zlib1g-dev")
set(CPACK_COMPONENT_LIBRARIES_DESCRIPTION "Network framework in the manner of asyncore, asynchat and medusa
Dispatchers and channels with terminators and producers on one loop, and an
HTTP server with handlers: headers and libraries to build C++20 programs with.")

# What every package of Debian's has: a licence and a changelog. Of a package alone.
find_program(GZIP gzip REQUIRED) # as for the manual pages
function(papers_of package component)
  set(folder ${PROJECT_BINARY_DIR}/papers/${package})
  configure_file(${PROJECT_SOURCE_DIR}/.cmake/changelog.in ${folder}/changelog @ONLY)
  execute_process(COMMAND ${GZIP} -9nc INPUT_FILE ${folder}/changelog OUTPUT_FILE ${folder}/changelog.gz
    COMMAND_ERROR_IS_FATAL ANY)
  set(papers DESTINATION /usr/share/doc/${package} COMPONENT ${component} EXCLUDE_FROM_ALL)
  install(FILES ${folder}/changelog.gz ${papers})
  install(FILES ${PROJECT_SOURCE_DIR}/LICENSE RENAME copyright ${papers})
endfunction()
papers_of(libmedusa-dev development_papers)
if(MEDUSA_PROGRAMS)
  papers_of(medusa-supervisor service)
endif()

include(CPack)
cpack_add_component(runtime GROUP supervisor)
cpack_add_component(service GROUP supervisor)
cpack_add_component_group(supervisor)
cpack_add_component(development GROUP libraries)
cpack_add_component(development_papers GROUP libraries)
cpack_add_component_group(libraries)
