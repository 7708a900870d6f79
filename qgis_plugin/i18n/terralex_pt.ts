<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="pt" sourcelanguage="en">
 <context>
  <name>Terralex</name>
  <message>
   <source>The local server did not start: see the end of its log.</source>
   <translation>O servidor local não arrancou: o fim do seu registo diz porquê.</translation>
  </message>
  <message>
   <source>Waiting for the server</source>
   <translation>À espera do servidor</translation>
  </message>
  <message>
   <source>There is no terralex at {program}: choose another one.</source>
   <translation>Não há nenhum terralex em {program}: escolha outro.</translation>
  </message>
  <message>
   <source>The local server is not installed: install it in the Terralex options.</source>
   <translation>O servidor local não está instalado: instale-o nas opções do Terralex.</translation>
  </message>
  <message>
   <source>{program} cannot be started.</source>
   <translation>Não é possível iniciar {program}.</translation>
  </message>
  <message>
   <source>Size of the indexes</source>
   <translation>Tamanho dos índices</translation>
  </message>
  <message>
   <source>Deleting the indexes</source>
   <translation>A apagar os índices</translation>
  </message>
  <message>
   <source>New</source>
   <translation>Novo</translation>
  </message>
  <message>
   <source>Gone</source>
   <translation>Desaparecido</translation>
  </message>
  <message>
   <source>Unchanged</source>
   <translation>Sem alteração</translation>
  </message>
  <message>
   <source>The server's reply was incomplete: try again.</source>
   <translation>A resposta do servidor foi cortada: tente de novo.</translation>
  </message>
  <message>
   <source>{file} is not a Terralex concept.</source>
   <translation>{file} não é um conceito do Terralex.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be read: check that it exists.</source>
   <translation>Não é possível ler o conceito {file}: verifique se existe.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be written.</source>
   <translation>O conceito {file} não pode ser gravado aí.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be deleted.</source>
   <translation>Não é possível eliminar o conceito {file}.</translation>
  </message>
  <message>
   <source>No server is set: enter its address in the Terralex options.</source>
   <translation>Nenhum servidor definido: indique o seu endereço nas opções do Terralex.</translation>
  </message>
  <message>
   <source>{url} is not an address: write it like https://gpu.example.org:8765.</source>
   <translation>{url} não é um endereço: escreva-o como https://gpu.example.org:8765.</translation>
  </message>
  <message>
   <source>QGIS could not store the token: unlock the authentication database and try again.</source>
   <translation>O QGIS não conseguiu guardar o token: desbloqueie a base de autenticação e tente de novo.</translation>
  </message>
  <message>
   <source>The local server is not running: start it in the Terralex options.</source>
   <translation>O servidor local não está a funcionar: inicie-o nas opções do Terralex.</translation>
  </message>
  <message>
   <source>The token of the local server cannot be read: restart the server in the options.</source>
   <translation>O token do servidor local não pode ser lido: inicie-o de novo nas opções.</translation>
  </message>
  <message>
   <source>{percent} % indexed: a search indexes the rest</source>
   <translation>{percent} % indexado: a pesquisa indexa o resto</translation>
  </message>
  <message>
   <source>QGIS renders this layer at {metres} m per pixel and sends the image.</source>
   <translation>O QGIS desenha esta camada a {metres} m por pixel e envia a imagem.</translation>
  </message>
  <message>
   <source>Indexed: searching here is fast</source>
   <translation>Indexado: aqui as pesquisas demoram um instante</translation>
  </message>
  <message>
   <source>Not indexed yet: the first search here takes longer</source>
   <translation>Ainda não indexado: aqui a primeira pesquisa demora mais</translation>
  </message>
  <message>
   <source>Index status</source>
   <translation>Estado do índice</translation>
  </message>
  <message>
   <source>The server cannot read this file: QGIS renders it at {metres} m per pixel and sends the image.</source>
   <translation>O servidor não pode ler este ficheiro: o QGIS desenha-o a {metres} m por pixel e envia a imagem.</translation>
  </message>
  <message>
   <source>{package} does not exist: choose a wheel file or a folder.</source>
   <translation>{package} não existe: escolha um ficheiro wheel ou uma pasta.</translation>
  </message>
  <message>
   <source>Creating the environment</source>
   <translation>A criar um ambiente</translation>
  </message>
  <message>
   <source>Installing PyTorch for CUDA</source>
   <translation>A instalar o PyTorch para CUDA</translation>
  </message>
  <message>
   <source>Installing PyTorch for the CPU</source>
   <translation>A instalar o PyTorch para a CPU</translation>
  </message>
  <message>
   <source>Installing Terralex</source>
   <translation>A instalar o Terralex</translation>
  </message>
  <message>
   <source>Loading the model once</source>
   <translation>A carregar o modelo uma vez</translation>
  </message>
  <message>
   <source>Make a polygon layer the active layer and select features in it.</source>
   <translation>Torne atual uma camada de polígonos e selecione nela elementos.</translation>
  </message>
  <message>
   <source>Nothing is selected in {name}.</source>
   <translation>Nada está selecionado em {name}.</translation>
  </message>
  <message>
   <source>Choose at most {most} examples of each kind.</source>
   <translation>Escolha no máximo {most} exemplos de cada tipo.</translation>
  </message>
  <message>
   <source>An example must be a polygon.</source>
   <translation>Um exemplo tem de ser um polígono.</translation>
  </message>
  <message>
   <source>This location cannot be expressed in longitude and latitude.</source>
   <translation>Este lugar não tem longitude nem latitude.</translation>
  </message>
  <message>
   <source>The map scale cannot be determined here: zoom in on the layer.</source>
   <translation>A escala do mapa não pode ser determinada aqui: aproxime-se da camada.</translation>
  </message>
  <message>
   <source>This part of the map cannot be expressed in {crs}: zoom in on the layer.</source>
   <translation>Esta parte do mapa não pode ser expressa em {crs}: aproxime-se da camada.</translation>
  </message>
  <message>
   <source>Heat map: {what}</source>
   <translation>Mapa de calor: {what}</translation>
  </message>
  <message>
   <source>A heat map needs words: type what to look for.</source>
   <translation>Um mapa de calor é desenhado a partir de palavras: escreva o que procurar.</translation>
  </message>
  <message>
   <source>Index: {what}</source>
   <translation>Índice: {what}</translation>
  </message>
  <message>
   <source>Removing the local server</source>
   <translation>A remover o servidor local</translation>
  </message>
  <message>
   <source>An installation is already running.</source>
   <translation>Há uma instalação em curso.</translation>
  </message>
  <message>
   <source>The installation was stopped.</source>
   <translation>A instalação foi interrompida.</translation>
  </message>
  <message>
   <source>{what} failed: see the last lines of the log.</source>
   <translation>{what}: falhou, as últimas linhas do registo dizem porquê.</translation>
  </message>
  <message>
   <source>Installed</source>
   <translation>Instalado</translation>
  </message>
  <message>
   <source>{message} (about {minutes} min left)</source>
   <translation>{message} (faltam cerca de {minutes} min)</translation>
  </message>
  <message>
   <source>Waiting in the queue</source>
   <translation>Em espera na fila</translation>
  </message>
  <message>
   <source>{message} (about {seconds} s left)</source>
   <translation>{message} (faltam cerca de {seconds} s)</translation>
  </message>
  <message>
   <source>The job was stopped on the server.</source>
   <translation>A tarefa foi interrompida no servidor.</translation>
  </message>
  <message>
   <source>Cancelled.</source>
   <translation>Cancelado.</translation>
  </message>
  <message>
   <source>The server is not responding: trying again</source>
   <translation>O servidor não responde: nova tentativa</translation>
  </message>
  <message>
   <source>Choose a polygon layer with the features to label.</source>
   <translation>Escolha uma camada de polígonos cujos elementos devem ser rotulados.</translation>
  </message>
  <message>
   <source>Fetching the labels</source>
   <translation>A obter os rótulos</translation>
  </message>
  <message>
   <source>Add at least two classes.</source>
   <translation>Indique pelo menos duas classes.</translation>
  </message>
  <message>
   <source>{file} has the unknown column {column}: known columns are {known}.</source>
   <translation>{file} tem a coluna desconhecida {column}: as conhecidas são {known}.</translation>
  </message>
  <message>
   <source>The class {name} exists twice: rename one.</source>
   <translation>A classe {name} aparece duas vezes: mude o nome de uma.</translation>
  </message>
  <message>
   <source>{file}, line {line} has no name.</source>
   <translation>{file}, linha {line}: falta o nome.</translation>
  </message>
  <message>
   <source>{file}, line {line}: {colour} is not a colour, write it like #3366cc.</source>
   <translation>{file}, linha {line}: {colour} não é uma cor, escreva-a como #3366cc.</translation>
  </message>
  <message>
   <source>Label: {what}</source>
   <translation>Rotular: {what}</translation>
  </message>
  <message>
   <source>The features lie outside the layer {name}.</source>
   <translation>Os elementos estão fora da camada {name}.</translation>
  </message>
  <message>
   <source>The layer {name} has no polygons to label.</source>
   <translation>A camada {name} não tem polígonos para rotular.</translation>
  </message>
  <message>
   <source>The server's result cannot be opened: try again.</source>
   <translation>O resultado do servidor não pode ser aberto: tente de novo.</translation>
  </message>
  <message>
   <source>Choose a raster layer to search in.</source>
   <translation>Escolha uma camada raster onde pesquisar.</translation>
  </message>
  <message>
   <source>The layer {name} cannot be opened: repair its data source.</source>
   <translation>A camada {name} não pode ser aberta: repare a sua fonte.</translation>
  </message>
  <message>
   <source>The layer {name} has no CRS: set one.</source>
   <translation>A camada {name} não tem sistema de referência: defina um.</translation>
  </message>
  <message>
   <source>The server is assembling the image</source>
   <translation>O servidor está a montar a imagem</translation>
  </message>
  <message>
   <source>Sending the image of {name}</source>
   <translation>A enviar a imagem de {name}</translation>
  </message>
  <message>
   <source>The layer {name} shows nothing here: check on the map whether its service is responding.</source>
   <translation>A camada {name} não mostra nada aqui: veja no mapa se o serviço responde.</translation>
  </message>
  <message>
   <source>The layer {name} has no extent of its own: search in the extent of the map.</source>
   <translation>A camada {name} não tem extensão própria: pesquise na extensão do mapa.</translation>
  </message>
  <message>
   <source>The layer {name} cannot be drawn: {reason}.</source>
   <translation>A camada {name} não pode ser desenhada: {reason}.</translation>
  </message>
  <message>
   <source>The server could not assemble the image: try again.</source>
   <translation>O servidor não conseguiu montar a imagem: tente de novo.</translation>
  </message>
  <message>
   <source>The server cannot read the file: sending its image instead</source>
   <translation>O servidor não pode ler o ficheiro: em vez dele é enviada a sua imagem</translation>
  </message>
  <message>
   <source>Sending {name}</source>
   <translation>A enviar {name}</translation>
  </message>
  <message>
   <source>Models on the server</source>
   <translation>Modelos do servidor</translation>
  </message>
  <message>
   <source>{have} million pixels would be sent, the limit is {most} million: zoom in or choose larger regions.</source>
   <translation>Seriam enviados {have} milhões de píxeis e o limite é {most} milhões: aproxime o mapa ou escolha regiões maiores.</translation>
  </message>
  <message>
   <source>the table {table} is missing</source>
   <translation>falta a tabela {table}</translation>
  </message>
  <message>
   <source>it is not a raster</source>
   <translation>não é um raster</translation>
  </message>
  <message>
   <source>No Python {least} or newer was found: set one in the Terralex options.</source>
   <translation>Nenhum Python {least} ou mais recente encontrado: indique um nas opções do Terralex.</translation>
  </message>
  <message>
   <source>Python {version} cannot make environments here: install python{version}-venv, then try again.</source>
   <translation>O Python {version} não consegue criar ambientes aqui: instale python{version}-venv e tente de novo.</translation>
  </message>
  <message>
   <source>This plugin does not understand the server's reply: check that both have the same version.</source>
   <translation>Este módulo não entende a resposta do servidor: ambos têm a mesma versão?</translation>
  </message>
  <message>
   <source>The server does not accept the token: enter it again in the options of Terralex.</source>
   <translation>O servidor não aceita o token: introduza-o de novo nas opções do Terralex.</translation>
  </message>
  <message>
   <source>The server failed (500): see its log.</source>
   <translation>O servidor falhou (500): o seu registo diz porquê.</translation>
  </message>
  <message>
   <source>The server is not available ({status}): try again later.</source>
   <translation>O servidor não está disponível ({status}): tente mais tarde.</translation>
  </message>
  <message>
   <source>The server refused the request ({status}).</source>
   <translation>O servidor recusou o pedido ({status}).</translation>
  </message>
  <message>
   <source>The reply is incomplete or not JSON: check that there is a Terralex server at this address.</source>
   <translation>A resposta está cortada ou não é JSON: há um servidor Terralex neste endereço?</translation>
  </message>
  <message>
   <source>This is more than the server accepts at once: choose a smaller extent.</source>
   <translation>É mais do que o servidor aceita de uma vez: escolha uma extensão menor.</translation>
  </message>
  <message>
   <source>The layer with the regions has been removed: search again.</source>
   <translation>A camada das regiões foi removida: pesquise de novo.</translation>
  </message>
  <message>
   <source>{file} cannot be written: {reason}.</source>
   <translation>{file} não pode ser escrito: {reason}.</translation>
  </message>
  <message>
   <source>another program is writing to it</source>
   <translation>outro programa está a escrever nele</translation>
  </message>
  <message>
   <source>the disk is full</source>
   <translation>o disco está cheio</translation>
  </message>
  <message>
   <source>it cannot be opened</source>
   <translation>não pode ser aberto</translation>
  </message>
  <message>
   <source>permission denied</source>
   <translation>permissão recusada</translation>
  </message>
  <message>
   <source>Draw an area on the map first.</source>
   <translation>Desenhe primeiro uma área no mapa.</translation>
  </message>
  <message>
   <source>The layer {name} is outside this part of the map: zoom to it.</source>
   <translation>A camada {name} não está nesta parte do mapa: aproxime-se dela.</translation>
  </message>
  <message>
   <source>The area lies outside the layer {name}.</source>
   <translation>A área fica fora da camada {name}.</translation>
  </message>
  <message>
   <source>The selected features lie outside the layer {name}.</source>
   <translation>Os elementos selecionados estão fora da camada {name}.</translation>
  </message>
  <message>
   <source>Similar to the examples</source>
   <translation>Como os exemplos</translation>
  </message>
  <message>
   <source>Type what to look for, or mark an example on the map.</source>
   <translation>Escreva o que procura ou escolha um exemplo no mapa.</translation>
  </message>
  <message>
   <source>Search: {what}</source>
   <translation>Pesquisa: {what}</translation>
  </message>
  <message>
   <source>Writing {count} regions</source>
   <translation>A escrever {count} regiões</translation>
  </message>
  <message>
   <source>The server is preparing</source>
   <translation>O servidor está a preparar-se</translation>
  </message>
  <message>
   <source>Searching</source>
   <translation>A pesquisar</translation>
  </message>
  <message>
   <source>Reading the class names</source>
   <translation>A ler os nomes das classes</translation>
  </message>
  <message>
   <source>Reading the index</source>
   <translation>A ler o índice</translation>
  </message>
  <message>
   <source>Placing windows over the features</source>
   <translation>A colocar janelas sobre os elementos</translation>
  </message>
  <message>
   <source>Comparing</source>
   <translation>A comparar</translation>
  </message>
  <message>
   <source>Labelling everything together</source>
   <translation>A rotular tudo em conjunto</translation>
  </message>
  <message>
   <source>Smoothing</source>
   <translation>Suavização</translation>
  </message>
  <message>
   <source>Labelling the area</source>
   <translation>A rotular o terreno</translation>
  </message>
  <message>
   <source>Looking for gaps</source>
   <translation>À procura de falhas</translation>
  </message>
  <message>
   <source>Writing the result</source>
   <translation>A escrever o resultado</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>Pronto</translation>
  </message>
  <message>
   <source>The server cannot read the layer.</source>
   <translation>O servidor não consegue ler a camada.</translation>
  </message>
  <message>
   <source>The layer is not georeferenced.</source>
   <translation>A camada não está georreferenciada.</translation>
  </message>
  <message>
   <source>The layer has no pixels here.</source>
   <translation>A camada não tem píxeis aqui.</translation>
  </message>
  <message>
   <source>This lies outside the layer.</source>
   <translation>Isso fica fora da camada.</translation>
  </message>
  <message>
   <source>The server cannot use one of the values.</source>
   <translation>O servidor não pode usar um dos valores.</translation>
  </message>
  <message>
   <source>The concept was taught with another model: choose its model in the options.</source>
   <translation>O conceito foi ensinado com outro modelo: escolha o modelo dele nas opções.</translation>
  </message>
  <message>
   <source>There are no words to search for.</source>
   <translation>Não há palavras para procurar.</translation>
  </message>
  <message>
   <source>The server does not have the model.</source>
   <translation>O servidor não tem esse modelo.</translation>
  </message>
  <message>
   <source>The index of the layer cannot be used.</source>
   <translation>O índice da camada não pode ser usado.</translation>
  </message>
  <message>
   <source>The server's disk is full.</source>
   <translation>O disco do servidor está cheio.</translation>
  </message>
  <message>
   <source>The server does not have enough memory for this.</source>
   <translation>O servidor tem pouca memória para isto.</translation>
  </message>
  <message>
   <source>The server is too busy: try again later.</source>
   <translation>O servidor tem demasiado que fazer: tente mais tarde.</translation>
  </message>
  <message>
   <source>The server no longer knows the layer: try again.</source>
   <translation>O servidor já não conhece a camada: tente de novo.</translation>
  </message>
  <message>
   <source>The server has no space left for images.</source>
   <translation>O servidor já não tem espaço para imagens.</translation>
  </message>
  <message>
   <source>The server is not allowed to fetch this online layer.</source>
   <translation>O servidor não pode consultar esta camada em linha.</translation>
  </message>
  <message>
   <source>The server failed: see its log.</source>
   <translation>O servidor falhou: o seu registo diz porquê.</translation>
  </message>
  <message>
   <source>Indexing: {done} of {total} windows</source>
   <translation>A indexar: {done} de {total} janelas</translation>
  </message>
  <message>
   <source>{done} of {total} windows</source>
   <translation>{done} de {total} janelas</translation>
  </message>
  <message>
   <source>Size of the local server</source>
   <translation>Tamanho do servidor local</translation>
  </message>
  <message>
   <source>An error occurred in the plugin: {error}.</source>
   <translation>Algo correu mal dentro do módulo: {error}.</translation>
  </message>
  <message>
   <source>Teach: {what}</source>
   <translation>Ensinar: {what}</translation>
  </message>
  <message>
   <source>There is nothing to learn from: accept or reject a region first.</source>
   <translation>Não há nada com que aprender: primeiro aceite ou rejeite uma região.</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: draw one side at a time.</source>
   <translation>A extensão cruza o antimeridiano: desenhe um lado de cada vez.</translation>
  </message>
  <message>
   <source>Thumbnails of the regions</source>
   <translation>Imagens das regiões</translation>
  </message>
  <message>
   <source>The server at {url} did not respond in time: check whether it is busy.</source>
   <translation>O servidor em {url} não respondeu a tempo: verifique se está ocupado.</translation>
  </message>
  <message>
   <source>The server at {url} does not respond: {reason}.</source>
   <translation>O servidor {url} não responde: {reason}.</translation>
  </message>
  <message>
   <source>Windows of {metres} m are too large to show “{words}” well: choose a smaller extent or smaller windows.</source>
   <translation>Janelas de {metres} m são demasiado grandes para mostrar bem «{words}»: escolha uma extensão menor ou janelas menores.</translation>
  </message>
  <message>
   <source>Nothing reaches a relevance of {least} %, the best match has {best} %: try other words or a lower threshold in the options.</source>
   <translation>Nada atinge uma relevância de {least} %, o melhor tem {best} %: tente outras palavras ou um limiar mais baixo nas opções.</translation>
  </message>
  <message>
   <source>Pixels of {metres} m are too coarse to show “{words}” well.</source>
   <translation>Píxeis de {metres} m são demasiado grosseiros para mostrar bem «{words}».</translation>
  </message>
  <message>
   <source>The model does not know the words “{words}”. The nearest known words: {nearest}.</source>
   <translation>O modelo não conhece as palavras «{words}». As mais próximas que conhece: {nearest}.</translation>
  </message>
  <message>
   <source>Nothing was relevant enough: try other words or a lower threshold in the options.</source>
   <translation>Nada foi suficientemente relevante: tente outras palavras ou um limiar mais baixo nas opções.</translation>
  </message>
  <message>
   <source>Nothing here looks like “{words}”: the best match has a relevance of {best} %.</source>
   <translation>Nada aqui se parece com «{words}»: o melhor tem uma relevância de {best} %.</translation>
  </message>
  <message>
   <source>The model does not know the words “{words}”: try other words.</source>
   <translation>O modelo não conhece as palavras «{words}»: tente outras.</translation>
  </message>
  <message>
   <source>Only words or a concept can be saved as a search: type what to look for.</source>
   <translation>Só palavras ou um conceito podem ser guardados como pesquisa: escreva o que procurar.</translation>
  </message>
  <message>
   <source>Saved searches</source>
   <translation>Pesquisas guardadas</translation>
  </message>
  <message>
   <source>Saved search: {what}</source>
   <translation>Pesquisa guardada: {what}</translation>
  </message>
  <message>
   <source>Choose at least one raster layer.</source>
   <translation>Escolha pelo menos uma camada raster.</translation>
  </message>
  <message>
   <source>More tools for this layer</source>
   <translation>Mais ferramentas para esta camada</translation>
  </message>
  <message>
   <source>Compare two dates</source>
   <translation>Comparar duas datas</translation>
  </message>
  <message>
   <source>Count objects</source>
   <translation>Contar objetos</translation>
  </message>
  <message>
   <source>Search many layers</source>
   <translation>Pesquisar em muitas camadas</translation>
  </message>
  <message>
   <source>The Processing plugin is off: enable it in the plugin manager.</source>
   <translation>O módulo Processamento está desativado: ative-o no gestor de módulos.</translation>
  </message>
  <message>
   <source>{area} m²</source>
   <translation>{area} m²</translation>
  </message>
  <message>
   <source>mean confidence {percent} %</source>
   <translation>confiança média {percent} %</translation>
  </message>
  <message>
   <source>{area} km²</source>
   <translation>{area} km²</translation>
  </message>
  <message>
   <source>{area} ha</source>
   <translation>{area} ha</translation>
  </message>
  <message>
   <source>Remove the local server? Indexes and results are kept.</source>
   <translation>Remover o servidor local? Os índices e os resultados ficam.</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>Iniciar</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>Parar</translation>
  </message>
  <message>
   <source>Restart</source>
   <translation>Reiniciar</translation>
  </message>
  <message>
   <source>Install</source>
   <translation>Instalar</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Cancelar</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>Progresso</translation>
  </message>
  <message>
   <source>Log</source>
   <translation>Registo</translation>
  </message>
  <message>
   <source>Start it with the first search</source>
   <translation>Iniciá-lo com a primeira pesquisa</translation>
  </message>
  <message>
   <source>the home folder</source>
   <translation>a pasta pessoal</translation>
  </message>
  <message>
   <source>Folders the server can read, separated by {mark}</source>
   <translation>Pastas que o servidor pode ler, separadas por {mark}</translation>
  </message>
  <message>
   <source>Runs on</source>
   <translation>Funciona em</translation>
  </message>
  <message>
   <source>Readable folders</source>
   <translation>Pastas legíveis</translation>
  </message>
  <message>
   <source>A wheel file, a source folder, or a package name</source>
   <translation>Um ficheiro wheel, uma pasta com o código ou o nome de um pacote</translation>
  </message>
  <message>
   <source>detected automatically</source>
   <translation>detetado automaticamente</translation>
  </message>
  <message>
   <source>The Python used to create the server's environment</source>
   <translation>O Python com que é criado o ambiente do servidor</translation>
  </message>
  <message>
   <source>the plugin's own</source>
   <translation>o do próprio módulo</translation>
  </message>
  <message>
   <source>A terralex that is there already: its program, or the folder of its environment</source>
   <translation>Um terralex que já existe: o seu programa ou a pasta do seu ambiente</translation>
  </message>
  <message>
   <source>Existing Terralex</source>
   <translation>Terralex existente</translation>
  </message>
  <message>
   <source>Install from</source>
   <translation>Instalar de</translation>
  </message>
  <message>
   <source>Reinstall</source>
   <translation>Instalar de novo</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Remover</translation>
  </message>
  <message>
   <source>Installation</source>
   <translation>Instalação</translation>
  </message>
  <message>
   <source>Not installed: needs Python 3.11 or newer and about {size} GB; {free} GB are free.</source>
   <translation>Não instalado: precisa do Python 3.11 ou mais recente e de cerca de {size} GB; há {free} GB livres.</translation>
  </message>
  <message>
   <source>{size} GB</source>
   <translation>{size} GB</translation>
  </message>
  <message>
   <source>Choose</source>
   <translation>Escolher</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>Automático</translation>
  </message>
  <message>
   <source>for the CPU (small)</source>
   <translation>para a CPU (pequeno)</translation>
  </message>
  <message>
   <source>for CUDA (large)</source>
   <translation>para CUDA (grande)</translation>
  </message>
  <message>
   <source>Installed, not running</source>
   <translation>Instalado, parado</translation>
  </message>
  <message>
   <source>Starting…</source>
   <translation>A iniciar…</translation>
  </message>
  <message>
   <source>Running</source>
   <translation>A funcionar</translation>
  </message>
  <message>
   <source>Texts that describe the class, separated by semicolons; the name alone is enough</source>
   <translation>Textos que descrevem a classe, separados por ponto e vírgula; basta o nome</translation>
  </message>
  <message>
   <source>your concept</source>
   <translation>conceito seu</translation>
  </message>
  <message>
   <source>Double-click to change the colour</source>
   <translation>Duplo clique para mudar a cor</translation>
  </message>
  <message>
   <source>Class</source>
   <translation>Classe</translation>
  </message>
  <message>
   <source>Prompts</source>
   <translation>Textos</translation>
  </message>
  <message>
   <source>Choose a preset, open a CSV file, or add your own classes: a name is enough.</source>
   <translation>Escolha uma predefinição, abra um ficheiro CSV ou adicione as suas próprias classes: basta um nome.</translation>
  </message>
  <message>
   <source>Classes</source>
   <translation>Classes</translation>
  </message>
  <message>
   <source>Colour of the class</source>
   <translation>Cor da classe</translation>
  </message>
  <message>
   <source>Go back to words</source>
   <translation>Voltar às palavras</translation>
  </message>
  <message>
   <source>Concept: {name}</source>
   <translation>Conceito: {name}</translation>
  </message>
  <message>
   <source>{accepted} accepted, {rejected} rejected, {model}</source>
   <translation>{accepted} aceites, {rejected} rejeitadas, {model}</translation>
  </message>
  <message>
   <source>{time}: {new} new, {gone} gone, {unchanged} unchanged</source>
   <translation>{time}: {new} novas, {gone} desaparecidas, {unchanged} sem alteração</translation>
  </message>
  <message>
   <source>not run yet</source>
   <translation>ainda não executada</translation>
  </message>
  <message>
   <source>Stopping</source>
   <translation>A parar</translation>
  </message>
  <message>
   <source>Stopped.</source>
   <translation>Parado.</translation>
  </message>
  <message>
   <source>Starting the local server</source>
   <translation>A iniciar o servidor local</translation>
  </message>
  <message>
   <source>Contacting the server</source>
   <translation>A consultar o servidor</translation>
  </message>
  <message>
   <source>Let the server read this folder</source>
   <translation>Permitir que o servidor leia esta pasta</translation>
  </message>
  <message>
   <source>Search the map by text</source>
   <translation>Pesquisar o mapa com texto</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>Pesquisa</translation>
  </message>
  <message>
   <source>Labels</source>
   <translation>Rótulos</translation>
  </message>
  <message>
   <source>Saved</source>
   <translation>Guardados</translation>
  </message>
  <message>
   <source>Terralex options</source>
   <translation>Opções do Terralex</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Ajuda</translation>
  </message>
  <message>
   <source>Draw a box around an example on the map</source>
   <translation>Desenhar uma caixa à volta de um exemplo no mapa</translation>
  </message>
  <message>
   <source>Draw a box around a counter-example on the map</source>
   <translation>Desenhar um retângulo em torno de um contraexemplo no mapa</translation>
  </message>
  <message>
   <source>Take the selected features as examples</source>
   <translation>Usar os elementos selecionados como exemplos</translation>
  </message>
  <message>
   <source>Clear the examples</source>
   <translation>Limpar os exemplos</translation>
  </message>
  <message>
   <source>Take the selected features as counter-examples</source>
   <translation>Usar os elementos selecionados como contraexemplos</translation>
  </message>
  <message>
   <source>This lies outside the layer {name}: draw the box on the layer.</source>
   <translation>Isso fica fora da camada {name}: desenhe a caixa sobre ela.</translation>
  </message>
  <message>
   <source>Draw a box on the map</source>
   <translation>Desenhe uma caixa no mapa</translation>
  </message>
  <message>
   <source>{like} positive, {unlike} negative examples</source>
   <translation>{like} exemplos positivos, {unlike} negativos</translation>
  </message>
  <message>
   <source>Examples (optional)</source>
   <translation>Exemplos (opcional)</translation>
  </message>
  <message>
   <source>One class was found.</source>
   <translation>Foi encontrada uma classe.</translation>
  </message>
  <message>
   <source>{count} classes were found.</source>
   <translation>Foram encontradas {count} classes.</translation>
  </message>
  <message>
   <source>This feature has no label.</source>
   <translation>Este elemento não tem rótulo.</translation>
  </message>
  <message>
   <source>{what} (raster)</source>
   <translation>{what} (raster)</translation>
  </message>
  <message>
   <source>The layer with the labels has been removed: label again.</source>
   <translation>A camada dos rótulos foi removida: rotule de novo.</translation>
  </message>
  <message>
   <source>This place has no label.</source>
   <translation>Este local não tem rótulo.</translation>
  </message>
  <message>
   <source>Own classes</source>
   <translation>Classes próprias</translation>
  </message>
  <message>
   <source>Label</source>
   <translation>Rotular</translation>
  </message>
  <message>
   <source>Extent of the map</source>
   <translation>Extensão do mapa</translation>
  </message>
  <message>
   <source>Whole layer</source>
   <translation>Camada inteira</translation>
  </message>
  <message>
   <source>Features of a polygon layer</source>
   <translation>Elementos de uma camada de polígonos</translation>
  </message>
  <message>
   <source>Selected only</source>
   <translation>Só os selecionados</translation>
  </message>
  <message>
   <source>Polygons</source>
   <translation>Polígonos</translation>
  </message>
  <message>
   <source>Preset</source>
   <translation>Predefinição</translation>
  </message>
  <message>
   <source>Preset…</source>
   <translation>Predefinição…</translation>
  </message>
  <message>
   <source>Add a class</source>
   <translation>Adicionar uma classe</translation>
  </message>
  <message>
   <source>Remove the selected classes</source>
   <translation>Remover as classes selecionadas</translation>
  </message>
  <message>
   <source>Load classes from CSV</source>
   <translation>Abrir classes de um CSV</translation>
  </message>
  <message>
   <source>Save classes as CSV</source>
   <translation>Guardar as classes em CSV</translation>
  </message>
  <message>
   <source>Add one of your concepts as a class</source>
   <translation>Adicionar um dos seus conceitos como classe</translation>
  </message>
  <message>
   <source>Below this confidence (0 to 1), the label is "other"</source>
   <translation>O que for menos seguro do que isto, de 0 a 1, não pertence a nenhuma classe</translation>
  </message>
  <message>
   <source>automatic</source>
   <translation>automático</translation>
  </message>
  <message>
   <source>Influence of overlapping windows on each other, from 0 to 1</source>
   <translation>Quanto se influenciam as janelas que se sobrepõem, de 0 a 1</translation>
  </message>
  <message>
   <source>Label everything together</source>
   <translation>Rotular tudo em conjunto</translation>
  </message>
  <message>
   <source>Transduction: windows support each other's classes; often better, sometimes worse</source>
   <translation>Transdução: as janelas ajudam-se a encontrar as suas classes; muitas vezes melhor, por vezes pior</translation>
  </message>
  <message>
   <source>More</source>
   <translation>Mais</translation>
  </message>
  <message>
   <source>{file} cannot be read: check that it exists and is UTF-8.</source>
   <translation>{file} não pode ser lido: verifique se existe e se é UTF-8.</translation>
  </message>
  <message>
   <source>Layer</source>
   <translation>Camada</translation>
  </message>
  <message>
   <source>"Other" below</source>
   <translation>"Outro" abaixo de</translation>
  </message>
  <message>
   <source>Save the area of each class as CSV</source>
   <translation>Guardar a área de cada classe em CSV</translation>
  </message>
  <message>
   <source>Click features on the map to see their three best classes</source>
   <translation>Clicar em elementos no mapa para ver as suas três melhores classes</translation>
  </message>
  <message>
   <source>Three best classes on click</source>
   <translation>Três melhores classes ao clicar</translation>
  </message>
  <message>
   <source>Draw areas paler where their class is less certain</source>
   <translation>Desenhar mais pálidas as áreas cuja classe é menos certa</translation>
  </message>
  <message>
   <source>Set up the server</source>
   <translation>Configurar o servidor</translation>
  </message>
  <message>
   <source>Delete all indexes? The next search of each layer will take longer. Results are kept.</source>
   <translation>Apagar todos os índices? A próxima pesquisa em cada camada volta a demorar mais. Os resultados ficam.</translation>
  </message>
  <message>
   <source>Copied.</source>
   <translation>Copiado.</translation>
  </message>
  <message>
   <source>The server responds and accepts the token.</source>
   <translation>O servidor responde e aceita o token.</translation>
  </message>
  <message>
   <source>Server default</source>
   <translation>Predefinição do servidor</translation>
  </message>
  <message>
   <source>Server</source>
   <translation>Servidor</translation>
  </message>
  <message>
   <source>On this machine</source>
   <translation>Nesta máquina</translation>
  </message>
  <message>
   <source>Another server, for example one with a GPU</source>
   <translation>Outro, por exemplo com GPU</translation>
  </message>
  <message>
   <source>As printed by terralex serve when it started</source>
   <translation>O que terralex serve mostrou ao arrancar</translation>
  </message>
  <message>
   <source>Address</source>
   <translation>Endereço</translation>
  </message>
  <message>
   <source>Token</source>
   <translation>Token</translation>
  </message>
  <message>
   <source>Test connection</source>
   <translation>Testar a ligação</translation>
  </message>
  <message>
   <source>Searches and labels</source>
   <translation>Pesquisas e rótulos</translation>
  </message>
  <message>
   <source>Same as QGIS</source>
   <translation>Como o QGIS</translation>
  </message>
  <message>
   <source>Per search</source>
   <translation>Por pesquisa</translation>
  </message>
  <message>
   <source>Less relevant regions are not requested</source>
   <translation>O que é menos relevante nem sequer é pedido</translation>
  </message>
  <message>
   <source> million</source>
   <translation> milhões</translation>
  </message>
  <message>
   <source>For layers that QGIS has to render for the server, such as online layers</source>
   <translation>Das camadas que o QGIS tem de desenhar para o servidor, como as camadas em linha</translation>
  </message>
  <message>
   <source>Takes effect when QGIS is restarted</source>
   <translation>A partir do próximo arranque do QGIS</translation>
  </message>
  <message>
   <source>Stored on this machine</source>
   <translation>Guardado nesta máquina</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>Apagar</translation>
  </message>
  <message>
   <source>Delete indexes and images</source>
   <translation>Apagar índices e imagens</translation>
  </message>
  <message>
   <source>Search history</source>
   <translation>Histórico de pesquisas</translation>
  </message>
  <message>
   <source>Clear</source>
   <translation>Limpar</translation>
  </message>
  <message>
   <source>Clear search history</source>
   <translation>Limpar o histórico de pesquisas</translation>
  </message>
  <message>
   <source>Troubleshooting</source>
   <translation>Resolução de problemas</translation>
  </message>
  <message>
   <source>Copy diagnostics</source>
   <translation>Copiar o diagnóstico</translation>
  </message>
  <message>
   <source>Versions, settings and log, without paths or secrets</source>
   <translation>Versões, definições e registo, sem caminhos nem segredos</translation>
  </message>
  <message>
   <source>QGIS stores the token encrypted in its authentication database.</source>
   <translation>O QGIS guarda o token cifrado na sua base de dados de autenticação.</translation>
  </message>
  <message>
   <source>Indexes and images of the local server</source>
   <translation>Índices e imagens do servidor local</translation>
  </message>
  <message>
   <source>Indexes and images of the local server: {size} MB</source>
   <translation>Índices e imagens do servidor local: {size} MB</translation>
  </message>
  <message>
   <source>The search history has been cleared.</source>
   <translation>O histórico de pesquisas foi limpo.</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modelo</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Língua</translation>
  </message>
  <message>
   <source>Maximum regions</source>
   <translation>Regiões no máximo</translation>
  </message>
  <message>
   <source>Minimum relevance</source>
   <translation>Relevância mínima</translation>
  </message>
  <message>
   <source>Maximum pixels sent</source>
   <translation>Píxeis enviados no máximo</translation>
  </message>
  <message>
   <source>Server time-out</source>
   <translation>Tempo limite do servidor</translation>
  </message>
  <message>
   <source>stored by QGIS</source>
   <translation>guardado pelo QGIS</translation>
  </message>
  <message>
   <source>{title} (will be downloaded)</source>
   <translation>{title} (será transferido)</translation>
  </message>
  <message>
   <source>Both dates side by side</source>
   <translation>As duas datas lado a lado</translation>
  </message>
  <message>
   <source>The earlier date is on the left, the later one on the right.</source>
   <translation>A data anterior está à esquerda, a posterior à direita.</translation>
  </message>
  <message>
   <source>What to look for</source>
   <translation>O que procurar</translation>
  </message>
  <message>
   <source>{size} m</source>
   <translation>{size} m</translation>
  </message>
  <message>
   <source>Regions</source>
   <translation>Regiões</translation>
  </message>
  <message>
   <source>Zoom to the region</source>
   <translation>Aproximar à região</translation>
  </message>
  <message>
   <source>Accept the region (A)</source>
   <translation>Aceitar a região (A)</translation>
  </message>
  <message>
   <source>Reject the region (R)</source>
   <translation>Rejeitar a região (R)</translation>
  </message>
  <message>
   <source>Undo (Ctrl+Z)</source>
   <translation>Desfazer (Ctrl+Z)</translation>
  </message>
  <message>
   <source>Search for more like this</source>
   <translation>Procurar mais como esta</translation>
  </message>
  <message>
   <source>Regions appear here, best first.</source>
   <translation>As regiões aparecem aqui, as melhores primeiro.</translation>
  </message>
  <message>
   <source>Enter: next region, and the map follows</source>
   <translation>Enter: a seguinte, e o mapa acompanha</translation>
  </message>
  <message>
   <source>A: accept, R: reject</source>
   <translation>A: aceitar, R: rejeitar</translation>
  </message>
  <message>
   <source>Region {rank}, relevance {percent} %</source>
   <translation>Região {rank}, relevância {percent} %</translation>
  </message>
  <message>
   <source>{size} m regions, cosine {score}</source>
   <translation>Regiões de {size} m, cosseno {score}</translation>
  </message>
  <message>
   <source>Below the threshold: candidate</source>
   <translation>Abaixo do limiar: um candidato</translation>
  </message>
  <message>
   <source>Accepted</source>
   <translation>Aceite</translation>
  </message>
  <message>
   <source>Rejected</source>
   <translation>Rejeitada</translation>
  </message>
  <message>
   <source>Save this search</source>
   <translation>Guardar esta pesquisa</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Nome</translation>
  </message>
  <message>
   <source>Raster layers</source>
   <translation>Camadas raster</translation>
  </message>
  <message>
   <source>All rasters in their folders, including later ones</source>
   <translation>Todos os rasters das pastas delas, também os futuros</translation>
  </message>
  <message>
   <source>The server runs it automatically while it is running</source>
   <translation>O servidor executa-a sozinho enquanto estiver ligado</translation>
  </message>
  <message>
   <source>Interval</source>
   <translation>Frequência</translation>
  </message>
  <message>
   <source>Only manually</source>
   <translation>Só manualmente</translation>
  </message>
  <message>
   <source>Every hour</source>
   <translation>A cada hora</translation>
  </message>
  <message>
   <source>Every day</source>
   <translation>Todos os dias</translation>
  </message>
  <message>
   <source>Every week</source>
   <translation>Todas as semanas</translation>
  </message>
  <message>
   <source>Concepts and saved searches</source>
   <translation>Conceitos e pesquisas guardadas</translation>
  </message>
  <message>
   <source>Save the marks as a concept ...</source>
   <translation>Guardar as marcações como conceito ...</translation>
  </message>
  <message>
   <source>Save this search ...</source>
   <translation>Guardar esta pesquisa ...</translation>
  </message>
  <message>
   <source>Show everything saved</source>
   <translation>Mostrar tudo o que está guardado</translation>
  </message>
  <message>
   <source>No concept is saved yet</source>
   <translation>Ainda não há conceitos guardados</translation>
  </message>
  <message>
   <source>Save the marks as a concept</source>
   <translation>Guardar as marcações como conceito</translation>
  </message>
  <message>
   <source>{name} is saved. Regions so far: {count}.</source>
   <translation>{name} está guardada. Regiões até agora: {count}.</translation>
  </message>
  <message>
   <source>{name}: {new} new, {gone} gone, {unchanged} unchanged. {looked_at} of {layers} layers had changed.</source>
   <translation>{name}: {new} novas, {gone} desaparecidas, {unchanged} sem alteração. {looked_at} de {layers} camadas tinham mudado.</translation>
  </message>
  <message>
   <source>Name of the concept</source>
   <translation>Nome do conceito</translation>
  </message>
  <message>
   <source>{name} is saved: taught by {accepted} accepted and {rejected} rejected.</source>
   <translation>{name} está guardado: ensinado com {accepted} aceites e {rejected} rejeitadas.</translation>
  </message>
  <message>
   <source>Import concepts</source>
   <translation>Importar conceitos</translation>
  </message>
  <message>
   <source>Concepts (*.tlx)</source>
   <translation>Conceitos (*.tlx)</translation>
  </message>
  <message>
   <source>Export the concept</source>
   <translation>Exportar o conceito</translation>
  </message>
  <message>
   <source>{name} was exported to {file}.</source>
   <translation>{name} foi exportado para {file}.</translation>
  </message>
  <message>
   <source>There is already a concept {name}. Replace it?</source>
   <translation>Já existe um conceito {name}. Substituí-lo?</translation>
  </message>
  <message>
   <source>Delete the concept {name}?</source>
   <translation>Eliminar o conceito {name}?</translation>
  </message>
  <message>
   <source>Delete the saved search {name}?</source>
   <translation>Eliminar a pesquisa guardada {name}?</translation>
  </message>
  <message>
   <source>Accept and reject regions, then save the marks as a concept with the button next to Search.</source>
   <translation>Aceite e rejeite regiões e guarde depois as marcações como conceito com o botão ao lado de Pesquisa.</translation>
  </message>
  <message>
   <source>Save a search with the button next to Search, and run it again when there is new imagery.</source>
   <translation>Guarde uma pesquisa com o botão ao lado de Pesquisa e execute-a de novo quando houver novas imagens.</translation>
  </message>
  <message>
   <source>Concepts</source>
   <translation>Conceitos</translation>
  </message>
  <message>
   <source>Search by the concept</source>
   <translation>Pesquisar pelo conceito</translation>
  </message>
  <message>
   <source>Add the concept to the classes</source>
   <translation>Adicionar o conceito às classes</translation>
  </message>
  <message>
   <source>Delete the concept</source>
   <translation>Eliminar o conceito</translation>
  </message>
  <message>
   <source>Run the search again and show what is new</source>
   <translation>Executar de novo a pesquisa e mostrar o que é novo</translation>
  </message>
  <message>
   <source>Show the result of the server's last automatic run</source>
   <translation>Mostrar o que o servidor encontrou da última vez que executou a pesquisa sozinho</translation>
  </message>
  <message>
   <source>Refresh the list of saved searches</source>
   <translation>Atualizar a lista de pesquisas guardadas</translation>
  </message>
  <message>
   <source>Delete the saved search</source>
   <translation>Eliminar a pesquisa guardada</translation>
  </message>
  <message>
   <source>Run again</source>
   <translation>Executar de novo</translation>
  </message>
  <message>
   <source>One region was found.</source>
   <translation>Foi encontrada uma região.</translation>
  </message>
  <message>
   <source>{windows} windows are indexed.</source>
   <translation>{windows} janelas estão indexadas.</translation>
  </message>
  <message>
   <source>{count} regions were found.</source>
   <translation>Foram encontradas {count} regiões.</translation>
  </message>
  <message>
   <source>Accept at least one region first (A).</source>
   <translation>Aceite primeiro pelo menos uma região (A).</translation>
  </message>
  <message>
   <source>The heat map has been added: the stronger the colour, the better the match.</source>
   <translation>O mapa de calor está no mapa: quanto mais forte a cor, melhor corresponde.</translation>
  </message>
  <message>
   <source>The best candidates are shown faded.</source>
   <translation>Os melhores candidatos são mostrados esbatidos.</translation>
  </message>
  <message>
   <source>but not … (car park; road)</source>
   <translation>mas não … (estacionamento; estrada)</translation>
  </message>
  <message>
   <source>But not</source>
   <translation>Mas não</translation>
  </message>
  <message>
   <source>Things that look similar but are not wanted; separate phrases with semicolons</source>
   <translation>O que é parecido mas não se procura; separe as expressões com ponto e vírgula</translation>
  </message>
  <message>
   <source>What to look for: airport, 저수지 …</source>
   <translation>O que procurar: aeroporto, 저수지 …</translation>
  </message>
  <message>
   <source>Selected features</source>
   <translation>Elementos selecionados</translation>
  </message>
  <message>
   <source>Drawn area</source>
   <translation>Área desenhada</translation>
  </message>
  <message>
   <source>Draw the area to search on the map</source>
   <translation>Desenhar no mapa a área a pesquisar</translation>
  </message>
  <message>
   <source>Selected features of the active polygon layer</source>
   <translation>Elementos selecionados da camada de polígonos atual</translation>
  </message>
  <message>
   <source>Side length of the regions on the ground in metres; several values are allowed</source>
   <translation>Lado das regiões no terreno em metros; são possíveis vários valores</translation>
  </message>
  <message>
   <source>Shape of the regions</source>
   <translation>Forma das regiões</translation>
  </message>
  <message>
   <source>Relevance</source>
   <translation>Relevância</translation>
  </message>
  <message>
   <source>Hides less relevant regions in the list and on the map</source>
   <translation>Esconde o que é menos relevante, na lista e no mapa</translation>
  </message>
  <message>
   <source>Filter regions</source>
   <translation>Filtrar as regiões</translation>
  </message>
  <message>
   <source>Sort regions</source>
   <translation>Ordenar as regiões</translation>
  </message>
  <message>
   <source>Gallery of large images</source>
   <translation>Galeria de imagens grandes</translation>
  </message>
  <message>
   <source>Zoom back to the searched area</source>
   <translation>Voltar à área pesquisada</translation>
  </message>
  <message>
   <source>Heat map: how well each place matches</source>
   <translation>Mapa de calor: quão bem cada local corresponde</translation>
  </message>
  <message>
   <source>Search again, with the accepted and rejected regions as examples</source>
   <translation>Pesquisa de novo, com o que foi aceite e rejeitado como exemplos</translation>
  </message>
  <message>
   <source>More like the accepted ones</source>
   <translation>Procurar parecidas</translation>
  </message>
  <message>
   <source>Export the accepted regions</source>
   <translation>Exportar as regiões aceites</translation>
  </message>
  <message>
   <source>from {percent} %: {shown} of {count}</source>
   <translation>desde {percent} %: {shown} de {count}</translation>
  </message>
  <message>
   <source>Where</source>
   <translation>Onde</translation>
  </message>
  <message>
   <source>Merged</source>
   <translation>Unidas</translation>
  </message>
  <message>
   <source>Single windows</source>
   <translation>Janelas isoladas</translation>
  </message>
  <message>
   <source>Outlines</source>
   <translation>Contornos</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>Tamanho</translation>
  </message>
  <message>
   <source>Shape</source>
   <translation>Forma</translation>
  </message>
  <message>
   <source>All regions</source>
   <translation>Todas as regiões</translation>
  </message>
  <message>
   <source>Unmarked</source>
   <translation>Ainda sem marca</translation>
  </message>
  <message>
   <source>Best first</source>
   <translation>As melhores primeiro</translation>
  </message>
  <message>
   <source>Accepted first</source>
   <translation>As aceites primeiro</translation>
  </message>
  <message>
   <source>or other words</source>
   <translation>ou outras palavras</translation>
  </message>
  <message>
   <source>One accepted region was exported to {file}.</source>
   <translation>Foi exportada uma região aceite para {file}.</translation>
  </message>
  <message>
   <source>{count} accepted regions were exported to {file}.</source>
   <translation>Foram exportadas {count} regiões aceites para {file}.</translation>
  </message>
  <message>
   <source>Search the map for {what}</source>
   <translation>Procurar {what} no mapa</translation>
  </message>
  <message>
   <source>Matching names</source>
   <translation>Nomes que correspondem</translation>
  </message>
  <message>
   <source>Search this layer by text</source>
   <translation>Pesquisar esta camada com texto</translation>
  </message>
  <message>
   <source>Label this layer</source>
   <translation>Rotular esta camada</translation>
  </message>
  <message>
   <source>Index this layer</source>
   <translation>Indexar esta camada</translation>
  </message>
  <message>
   <source>Region sizes in metres, separated by commas</source>
   <translation>Tamanhos das regiões em metros, separados por vírgulas</translation>
  </message>
  <message>
   <source>Pixel size in metres if the layer has to be rendered</source>
   <translation>Tamanho do píxel em metros se a camada tiver de ser desenhada</translation>
  </message>
  <message>
   <source>Raster layer</source>
   <translation>Camada raster</translation>
  </message>
  <message>
   <source>Extent</source>
   <translation>Extensão</translation>
  </message>
  <message>
   <source>The extent does not intersect the layer {name}.</source>
   <translation>A extensão não toca na camada {name}.</translation>
  </message>
  <message>
   <source>{text} is not a list of numbers: write it like 100, 200.</source>
   <translation>{text} não é uma lista de números: escreva-a como 100, 200.</translation>
  </message>
  <message>
   <source>Finds what a text names in a later layer but not in an earlier one of the same place, or the other way round: new buildings, lost forest. The resolution and CRS of the layers may differ; differences in season or light and shifts of a few pixels do not count as change.</source>
   <translation>Encontra o que um texto nomeia e que está numa camada posterior e não numa anterior do mesmo lugar, ou o contrário: edifícios novos, floresta que desapareceu. A resolução e o sistema de referência das camadas podem ser diferentes; estação do ano, luz e um desvio de poucos píxeis não são mudança.</translation>
  </message>
  <message>
   <source>From the text, otherwise both</source>
   <translation>Como diz o texto, senão ambas</translation>
  </message>
  <message>
   <source>Appeared</source>
   <translation>Apareceu</translation>
  </message>
  <message>
   <source>Disappeared</source>
   <translation>Desapareceu</translation>
  </message>
  <message>
   <source>Both</source>
   <translation>Ambas</translation>
  </message>
  <message>
   <source>Change heat map</source>
   <translation>Mapa de mudanças</translation>
  </message>
  <message>
   <source>Raster layer of the earlier date</source>
   <translation>Camada raster da data anterior</translation>
  </message>
  <message>
   <source>Direction</source>
   <translation>Direção</translation>
  </message>
  <message>
   <source>Number of regions</source>
   <translation>Número de regiões</translation>
  </message>
  <message>
   <source>Compare labels with a reference</source>
   <translation>Comparar rótulos com uma referência</translation>
  </message>
  <message>
   <source>Compares labelled polygons with a reference layer: confusion matrix, accuracy, kappa, precision, recall and F1 by class. By feature, each reference polygon gets the label of the polygon at a point inside it; by area, the overlapping area is counted, in square units of the reference layer's CRS.</source>
   <translation>Compara polígonos rotulados com uma camada de referência: matriz de confusão, exatidão, kappa, precisão, revocação e F1 por classe. Por elemento, um polígono de referência recebe o rótulo do polígono num ponto interior; por área, conta-se a área comum, em unidades quadradas do sistema da referência.</translation>
  </message>
  <message>
   <source>Labels and reference</source>
   <translation>Rótulos e referência</translation>
  </message>
  <message>
   <source>Accuracy</source>
   <translation>Exatidão</translation>
  </message>
  <message>
   <source>Mean F1</source>
   <translation>F1 médio</translation>
  </message>
  <message>
   <source>Compared</source>
   <translation>Comparado</translation>
  </message>
  <message>
   <source>Confusion matrix</source>
   <translation>Matriz de confusão</translation>
  </message>
  <message>
   <source>Rows are the reference, columns the labels; the darker, the larger the share of the row.</source>
   <translation>As linhas são a referência, as colunas os rótulos; quanto mais escuro, maior a parte da linha.</translation>
  </message>
  <message>
   <source>By class</source>
   <translation>Por classe</translation>
  </message>
  <message>
   <source>Precision</source>
   <translation>Precisão</translation>
  </message>
  <message>
   <source>Recall</source>
   <translation>Revocação</translation>
  </message>
  <message>
   <source>Reference</source>
   <translation>Referência</translation>
  </message>
  <message>
   <source>By feature</source>
   <translation>Por elemento</translation>
  </message>
  <message>
   <source>By area</source>
   <translation>Por área</translation>
  </message>
  <message>
   <source>Report</source>
   <translation>Relatório</translation>
  </message>
  <message>
   <source>Accuracy {accuracy}, mean F1 {f1}</source>
   <translation>Exatidão {accuracy}, F1 médio {f1}</translation>
  </message>
  <message>
   <source>Field with the label</source>
   <translation>Campo com o rótulo</translation>
  </message>
  <message>
   <source>Field with the class</source>
   <translation>Campo com a classe</translation>
  </message>
  <message>
   <source>Count</source>
   <translation>Contar</translation>
  </message>
  <message>
   <source>Labels and reference do not overlap: check both layers.</source>
   <translation>Os rótulos e a referência não se sobrepõem: verifique ambas as camadas.</translation>
  </message>
  <message>
   <source>Give words or a concept, not both: a concept already contains the words it was taught with.</source>
   <translation>Indique palavras ou um conceito, não ambos: um conceito já tem as palavras com que foi ensinado.</translation>
  </message>
  <message>
   <source>Type what to look for, or choose a concept.</source>
   <translation>Escreva o que procurar ou escolha um conceito.</translation>
  </message>
  <message>
   <source>Counts what a text names, such as cars or pools, in a layer or in each polygon of a zone layer, with an interval that shows how certain the count is. A message says when objects are too small for the pixels of the layer.</source>
   <translation>Conta o que um texto nomeia, como carros ou piscinas, numa camada ou em cada polígono de uma camada de zonas, com um intervalo que indica a fiabilidade da contagem. O que é demasiado pequeno para os píxeis da camada é assinalado.</translation>
  </message>
  <message>
   <source>About {count}, probably {low} to {high}.</source>
   <translation>Cerca de {count}, provavelmente {low} a {high}.</translation>
  </message>
  <message>
   <source>No number: the model is too unsure of what it sees. There may be {low} to {high}.</source>
   <translation>Sem número: o modelo está demasiado inseguro do que vê. Podem ser de {low} a {high}.</translation>
  </message>
  <message>
   <source>At least {low}: they may stand too close together to be counted one by one.</source>
   <translation>Pelo menos {low}: talvez estejam demasiado próximos para serem contados um a um.</translation>
  </message>
  <message>
   <source>Zones</source>
   <translation>Zonas</translation>
  </message>
  <message>
   <source>Objects</source>
   <translation>Objetos</translation>
  </message>
  <message>
   <source>Expected count</source>
   <translation>Contagem esperada</translation>
  </message>
  <message>
   <source>Give zones as polygons.</source>
   <translation>Indique as zonas como polígonos.</translation>
  </message>
  <message>
   <source>Similarity heat map</source>
   <translation>Mapa de calor de semelhança</translation>
  </message>
  <message>
   <source>Maps how well each place of a layer matches a text, as a single-band raster.</source>
   <translation>Desenha quanto cada lugar de uma camada corresponde a um texto, como raster de uma banda.</translation>
  </message>
  <message>
   <source>Or a taught concept</source>
   <translation>Ou um conceito ensinado</translation>
  </message>
  <message>
   <source>Heat map</source>
   <translation>Mapa de calor</translation>
  </message>
  <message>
   <source>Index layer</source>
   <translation>Indexar camada</translation>
  </message>
  <message>
   <source>Prepares a layer so that searching it is fast. An interrupted run continues where it stopped.</source>
   <translation>Prepara uma camada para que as pesquisas nela sejam rápidas. Se for interrompida, continua onde parou.</translation>
  </message>
  <message>
   <source>Windows</source>
   <translation>Janelas</translation>
  </message>
  <message>
   <source>Label features</source>
   <translation>Rotular elementos</translation>
  </message>
  <message>
   <source>Assigns one of the given classes to each polygon, from what the raster layer shows there, without training. All attributes are kept; label, score, margin and the three best classes are appended.</source>
   <translation>Dá a cada polígono uma das classes indicadas segundo o que a camada raster ali mostra, sem treino. Todos os atributos ficam; juntam-se rótulo, pontuação, margem e as três melhores classes.</translation>
  </message>
  <message>
   <source>Labelled features</source>
   <translation>Elementos rotulados</translation>
  </message>
  <message>
   <source>There is no preset {name}: choose one of {known}.</source>
   <translation>Não há predefinição {name}: escolha uma de {known}.</translation>
  </message>
  <message>
   <source>Label raster layer</source>
   <translation>Rotular camada raster</translation>
  </message>
  <message>
   <source>Assigns one of the given classes to every place of a layer, without training: as areas, and as a raster with the confidence in its second band. Classes are names separated by semicolons, preset:NAME, or a CSV file.</source>
   <translation>Dá a cada lugar de uma camada uma das classes indicadas, sem treino: como áreas e como raster cuja segunda banda é a confiança. As classes são nomes separados por ponto e vírgula, preset:NAME ou um ficheiro CSV.</translation>
  </message>
  <message>
   <source>Confidence below which it is "other"</source>
   <translation>Confiança abaixo da qual é "outro"</translation>
  </message>
  <message>
   <source>Class raster</source>
   <translation>Raster de classes</translation>
  </message>
  <message>
   <source>Areas</source>
   <translation>Áreas</translation>
  </message>
  <message>
   <source>Concepts as additional classes</source>
   <translation>Conceitos como classes adicionais</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: label one side at a time.</source>
   <translation>A extensão cruza o antimeridiano: rotule um lado de cada vez.</translation>
  </message>
  <message>
   <source>Run a saved search</source>
   <translation>Executar uma pesquisa guardada</translation>
  </message>
  <message>
   <source>Searches the layers of a saved search that are new or have changed since its last run, and reports which regions are new, gone or unchanged. Searches are saved in the dock, or by the algorithm Search many layers.</source>
   <translation>Examina só as camadas de uma pesquisa guardada que são novas ou mudaram desde a última execução e diz que regiões são novas, quais desapareceram e quais não mudaram. As pesquisas guardam-se no painel ou com o algoritmo Pesquisar em muitas camadas.</translation>
  </message>
  <message>
   <source>{new} new, {gone} gone, {unchanged} unchanged.</source>
   <translation>{new} novas, {gone} desaparecidas, {unchanged} sem alteração.</translation>
  </message>
  <message>
   <source>There is no saved search {name}: the server knows {known}.</source>
   <translation>Não há nenhuma pesquisa guardada {name}: o servidor conhece {known}.</translation>
  </message>
  <message>
   <source>Name of the saved search</source>
   <translation>Nome da pesquisa guardada</translation>
  </message>
  <message>
   <source>Search by text</source>
   <translation>Pesquisar com texto</translation>
  </message>
  <message>
   <source>Finds regions of a layer that match a text, in any of ten languages, best first. Separate phrases with the same meaning by semicolons. A layer that is not indexed yet is indexed first.</source>
   <translation>Encontra as regiões de uma camada que um texto nomeia, em dez línguas, as melhores primeiro. Expressões com o mesmo sentido separam-se por ponto e vírgula. Uma camada ainda não indexada é indexada primeiro.</translation>
  </message>
  <message>
   <source>Merged windows</source>
   <translation>Janelas unidas</translation>
  </message>
  <message>
   <source>Shape of regions</source>
   <translation>Forma das regiões</translation>
  </message>
  <message>
   <source>Finds what a text names in many raster layers and returns all regions in one table, most relevant first, with the layer of each. If a layer cannot be searched, the reason is reported and the others are still searched.</source>
   <translation>Encontra o que um texto nomeia em muitas camadas raster e reúne as regiões de todas numa só tabela, as mais relevantes primeiro, cada uma com a sua camada. Se uma camada não puder ser pesquisada, o motivo é indicado e as outras são pesquisadas na mesma.</translation>
  </message>
  <message>
   <source>Save the search under this name</source>
   <translation>Guardar a pesquisa com este nome</translation>
  </message>
  <message>
   <source>Find similar regions</source>
   <translation>Encontrar regiões parecidas</translation>
  </message>
  <message>
   <source>Finds regions that look like the given polygons and unlike others. All polygons count.</source>
   <translation>Encontra regiões parecidas com os polígonos dados e diferentes de outros. Todos contam.</translation>
  </message>
  <message>
   <source>Examples</source>
   <translation>Exemplos</translation>
  </message>
  <message>
   <source>Counter-examples</source>
   <translation>Contraexemplos</translation>
  </message>
  <message>
   <source>{what}: at most {most} polygons are allowed, select some of them.</source>
   <translation>{what}: no máximo {most} polígonos, selecione alguns.</translation>
  </message>
  <message>
   <source>Words that describe the same thing</source>
   <translation>Outras palavras para o mesmo</translation>
  </message>
  <message>
   <source>There are no examples: give a layer with at least one polygon.</source>
   <translation>Não há exemplos: indique uma camada com pelo menos um polígono.</translation>
  </message>
  <message>
   <source>Teach a concept</source>
   <translation>Ensinar um conceito</translation>
  </message>
  <message>
   <source>Learns a concept from accepted and rejected places and from words, and writes it to a small file: it can then be used to search and label, on this layer and on others.</source>
   <translation>Aprende o que se pretende a partir de lugares aceites e rejeitados e de palavras, e grava-o num pequeno ficheiro: depois pode pesquisar e rotular com o conceito, nesta camada e noutras.</translation>
  </message>
  <message>
   <source>Accepted places</source>
   <translation>Lugares aceites</translation>
  </message>
  <message>
   <source>Rejected places</source>
   <translation>Lugares rejeitados</translation>
  </message>
  <message>
   <source>Concept to continue teaching</source>
   <translation>Conceito a ensinar mais</translation>
  </message>
  <message>
   <source>Concept</source>
   <translation>Conceito</translation>
  </message>
  <message>
   <source>There is nothing to learn from: give accepted or rejected places.</source>
   <translation>Não há nada com que aprender: indique lugares aceites ou rejeitados.</translation>
  </message>
  <message>
   <source>Airports and ports</source>
   <translation>Aeroportos e portos</translation>
  </message>
  <message>
   <source>CORINE land cover, level 1</source>
   <translation>Ocupação do solo CORINE, nível 1</translation>
  </message>
  <message>
   <source>CORINE land cover, level 2</source>
   <translation>Ocupação do solo CORINE, nível 2</translation>
  </message>
  <message>
   <source>Disaster damage</source>
   <translation>Danos de catástrofes</translation>
  </message>
  <message>
   <source>EuroSAT</source>
   <translation>EuroSAT</translation>
  </message>
  <message>
   <source>RSICD scene labels</source>
   <translation>Cenas RSICD</translation>
  </message>
  <message>
   <source>Rendered sample</source>
   <translation>Amostra sintética</translation>
  </message>
  <message>
   <source>UC Merced Land Use</source>
   <translation>Uso do solo UC Merced</translation>
  </message>
 </context>
</TS>
